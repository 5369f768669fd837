use super::*;

#[test]
fn moments_are_written_in_one_form() {
    let day = NaiveDate::from_ymd_opt(2024, 2, 9).unwrap();
    let moment = day.and_hms_nano_opt(3, 4, 5, 60_007_999).unwrap();
    assert_eq!(date(day), "2024-02-09");
    assert_eq!(time(moment.time()), "03:04:05.060007");
    assert_eq!(datetime(moment), "2024-02-09T03:04:05.060007");
    assert_eq!(datetime_tz(moment.and_utc()), "2024-02-09T03:04:05.060007Z");
}

#[test]
fn what_is_written_is_read() {
    let moment = NaiveDate::from_ymd_opt(1999, 12, 31)
        .unwrap()
        .and_hms_micro_opt(23, 59, 59, 999_999);
    let moment = moment.unwrap();
    assert_eq!(parse_date(&date(moment.date())), Some(moment.date()));
    assert_eq!(parse_time(&time(moment.time())), Some(moment.time()));
    assert_eq!(parse_datetime(&datetime(moment)), Some(moment));
    assert_eq!(
        parse_datetime_tz(&datetime_tz(moment.and_utc())),
        Some(moment.and_utc())
    );
}

#[test]
fn other_forms_of_moments() {
    for (text, read) in [
        ("2024-05-06 07:08:09", Some("2024-05-06T07:08:09")),
        ("2024-05-06T07:08", Some("2024-05-06T07:08:00")),
        (
            "2024-05-06T07:08:09.123456789",
            Some("2024-05-06T07:08:09.123456789"),
        ),
        ("2024-05-06T07:08:09Z", None),
        ("2024-05-06T07:08:09+02:00", None),
        ("2024-05-06", None),
        ("2024-13-06T07:08:09", None),
        ("2024-02-30T07:08:09", None),
        ("2024-05-06x07:08:09", None),
        ("2024-05-06T24:08:09", None),
        ("2024-05-06T07:08:09.", None),
        ("2024-05-0é", None),
        ("+024-05-06T07:08:09", None),
        ("", None),
    ] {
        let expected = read.map(|read| read.parse::<NaiveDateTime>().unwrap());
        assert_eq!(parse_datetime(text), expected, "{text}");
    }
}

#[test]
fn a_moment_needs_its_zone() {
    for (text, read) in [
        ("2024-05-06T07:08:09Z", Some("2024-05-06T07:08:09Z")),
        (
            "2024-05-06 07:08:09.5 +02:00",
            Some("2024-05-06T05:08:09.5Z"),
        ),
        ("2024-05-06T07:08:09-0130", Some("2024-05-06T08:38:09Z")),
        ("2024-05-06T07:08:09+02", Some("2024-05-06T05:08:09Z")),
        ("2024-05-06T07:08:09", None),
        ("2024-05-06T07:08:09+02:60", None),
        ("2024-05-06T07:08:09+2", None),
        ("2024-05-06T07:08:09+99:00", None),
        ("Z", None),
        ("é2024-05-06T07:08:09+02", None),
    ] {
        let expected = read.map(|read| read.parse::<DateTime<Utc>>().unwrap());
        assert_eq!(parse_datetime_tz(text), expected, "{text}");
    }
}

#[test]
fn decimals() {
    for (text, read) in [
        ("12.50", Some("12.50")),
        ("-0.1", Some("-0.1")),
        ("+3", Some("3")),
        ("1e-3", Some("0.001")),
        ("1.5E2", Some("150")),
        (
            "0.1234567890123456789012345678",
            Some("0.1234567890123456789012345678"),
        ),
        // Not a digit is lost without a word.
        ("0.12345678901234567890123456789", None),
        ("++3", None),
        ("", None),
        ("NaN", None),
    ] {
        assert_eq!(
            decimal(text).map(|number| number.to_string()).as_deref(),
            read,
            "{text}"
        );
    }
}
