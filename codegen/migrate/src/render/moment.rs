use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// Reads `2024-12-31`.
    pub(super) fn parse(text: &str) -> Option<Date> {
        let mut parts = text.split('-');
        let date = Date {
            year: u16::try_from(digits(parts.next()?, 4)?).ok()?,
            month: u8::try_from(digits(parts.next()?, 2)?).ok()?,
            day: u8::try_from(digits(parts.next()?, 2)?).ok()?,
        };
        (parts.next().is_none() && (1..=date.days_in_month()).contains(&date.day)).then_some(date)
    }

    fn days_in_month(self) -> u8 {
        let leap = self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400));
        match self.month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => 0,
        }
    }
}

/// `2024-12-31`
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Time {
    hour: u8,
    minute: u8,
    second: u8,
    micro: u32,
}

impl Time {
    /// Reads `23:59`, `23:59:59` and `23:59:59.999999`.
    pub(super) fn parse(text: &str) -> Option<Time> {
        let (clock, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let mut parts = clock.split(':');
        let two = |part| u8::try_from(digits(part, 2)?).ok();
        let time = Time {
            hour: two(parts.next()?)?,
            minute: two(parts.next()?)?,
            second: two(parts.next().unwrap_or("00"))?,
            micro: digits(&format!("{fraction:0<6}"), 6)?,
        };
        let valid = time.hour < 24 && time.minute < 60 && time.second < 60;
        (valid && parts.next().is_none()).then_some(time)
    }
}

/// `23:59:59.000000`: text of one length sorts by time.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02}:{:02}:{:02}.{:06}",
            self.hour, self.minute, self.second, self.micro
        )
    }
}

/// Exactly so many digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Date, Time};

    #[test]
    fn dates_and_times_are_read_and_written_in_full() {
        assert_eq!(Date::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        assert_eq!(Time::parse("7:00"), None);
        assert_eq!(Time::parse("07:00").unwrap().to_string(), "07:00:00.000000");
        assert_eq!(
            Time::parse("23:59:59.5").unwrap().to_string(),
            "23:59:59.500000"
        );
    }

    #[test]
    fn days_and_times_that_do_not_exist_are_refused() {
        for date in [
            "2023-02-29",
            "2024-13-01",
            "2024-00-10",
            "24-01-01",
            "2024-01-01-",
        ] {
            assert_eq!(Date::parse(date), None, "{date}");
        }
        for time in ["24:00", "12:60", "12:00:61", "12:00:00.1234567", "12"] {
            assert_eq!(Time::parse(time), None, "{time}");
        }
    }
}
