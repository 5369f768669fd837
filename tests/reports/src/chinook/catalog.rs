// The music, and the people who sell it.

use ormolu::rust_decimal::Decimal;
use ormolu::{case, count, count_if, dense_rank, from, lit, ntile, recursive_all, window};

use super::models::{Artist, Employee, Genre, InvoiceLine, Playlist, Track};
use crate::Desk;

pub(super) async fn compare(desk: &mut Desk) {
    favourites(desk).await;
    never_sold(desk).await;
    quarters_of_length(desk).await;
    lost_artists(desk).await;
    playlists(desk).await;
    chain_of_command(desk).await;
}

/// The artists that sold most in each genre; equal ones share a place.
async fn favourites(desk: &mut Desk) {
    let sold = InvoiceLine::select()
        .join(|l| l.track())
        .join(|(_, t)| t.genre())
        .join(|(_, t, _)| t.album())
        .join(|(_, _, _, a)| a.artist())
        .group_by(|(_, _, g, _, artist)| (g.name, artist.name))
        .select(|(genre, artist), (l, ..)| {
            let sold = l.quantity.sum();
            let of_genre = window().partition_by(genre).order_by(sold.clone().desc());
            (genre, artist, sold, dense_rank().over(of_genre))
        });
    let built = from(sold)
        .filter(|s| s.3.le(2).and(s.2.ge(5)))
        .order_by(|s| (s.0, s.3, s.1));
    let words = desk.words();
    let plain = words.names(&format!(
        "with sold as (
            select g.Name as genre, a.Name as artist, {sold} as sold
            from InvoiceLine l join Track t on t.TrackId = l.TrackId
            join Genre g on g.GenreId = t.GenreId join Album b on b.AlbumId = t.AlbumId
            join Artist a on a.ArtistId = b.ArtistId group by g.Name, a.Name),
         ranked as (
            select genre, artist, sold,
                dense_rank() over (partition by genre order by sold desc) as place
            from sold)
         select genre, artist, sold, place from ranked where place <= 2 and sold >= 5
         order by genre, place, artist",
        sold = words.whole("sum(l.Quantity)"),
    ));
    desk.compare("favourites", built, plain).await;
}

/// How much of each genre nobody has ever bought.
async fn never_sold(desk: &mut Desk) {
    let tracks = Genre::select()
        .join(|g| g.tracks())
        .select(|(g, t)| (g.name, !t.invoice_lines().exists()));
    let counts = from(tracks).group_by(|t| t.0).select(|genre, t| {
        let unsold = count_if(t.1);
        let share = (unsold.clone() * 100).cast::<Decimal>() / count().cast::<Decimal>();
        (genre, count(), unsold, share.round_to(1))
    });
    let built = from(counts).order_by(|g| (g.3.desc(), g.0));
    let plain = desk.words().names(
        "with tracks as (
            select g.Name as genre, case when exists (
                select 1 from InvoiceLine l where l.TrackId = t.TrackId) then 0 else 1 end as unsold
            from Genre g join Track t on t.GenreId = g.GenreId)
         select genre, count(*), sum(unsold), round(sum(unsold) * 100.0 / count(*), 1)
         from tracks group by genre order by 4 desc, 1",
    );
    desk.compare("never_sold", built, plain).await;
}

/// Track lengths of each genre: the longest track of each quarter of them.
async fn quarters_of_length(desk: &mut Desk) {
    let parts = Track::select()
        .join(|t| t.genre())
        .filter(|(t, _)| t.milliseconds.lt(1_000_000))
        .select(|(t, g)| {
            let by_length = window()
                .partition_by(g.genre_id)
                .order_by((t.milliseconds, t.track_id));
            (g.name, t.milliseconds / 1000, ntile(4).over(by_length))
        });
    let built = from(parts)
        .group_by(|p| p.0)
        .having(|_, _| count().ge(40))
        .order_by(|genre, _| genre)
        .select(|genre, p| {
            let longest = |part: i32| p.1.max().filter_where(p.2.eq(part));
            (
                genre,
                count(),
                longest(1),
                longest(2),
                longest(3),
                longest(4),
            )
        });
    let words = desk.words();
    let longest = |part| format!("max(case when part = {part} then seconds end)");
    let plain = words.names(&format!(
        "with parts as (
            select g.Name as genre, {seconds} as seconds,
                ntile(4) over (partition by g.GenreId order by t.Milliseconds, t.TrackId) as part
            from Track t join Genre g on g.GenreId = t.GenreId where t.Milliseconds < 1000000)
         select genre, count(*), {}, {}, {}, {}
         from parts group by genre having count(*) >= 40 order by genre",
        longest(1),
        longest(2),
        longest(3),
        longest(4),
        seconds = words.quotient("t.Milliseconds", "1000"),
    ));
    desk.compare("quarters_of_length", built, plain).await;
}

/// Artists that sold in the first two years and never again, but whose tracks are on a playlist.
async fn lost_artists(desk: &mut Desk) {
    let sold = |from: i32, to: i32| {
        Artist::select()
            .join(|a| a.albums())
            .join(|(_, b)| b.tracks())
            .join(|(_, _, t)| t.invoice_lines())
            .join(|(_, _, _, l)| l.invoice())
            .filter(move |(_, _, _, _, i)| i.invoice_date.year().between(from, to))
            .select(|(a, ..)| (a.artist_id, a.name))
    };
    let listed = Artist::select()
        .filter(|a| {
            a.albums()
                .any(|b| b.tracks().any(|t| t.playlists().exists()))
        })
        .select(|a| (a.artist_id, a.name));
    let built = sold(2021, 2022)
        .except(sold(2023, 2025))
        .intersect(listed)
        .order_by(|a| (a.1, a.0))
        .select(|a| (a.0, a.1, lit("lost")));
    let words = desk.words();
    let sold = "select 1 from Album b join Track t on t.AlbumId = b.AlbumId
        join InvoiceLine l on l.TrackId = t.TrackId
        join Invoice i on i.InvoiceId = l.InvoiceId where b.ArtistId = a.ArtistId and";
    let plain = words.names(&format!(
        "select a.ArtistId, a.Name, 'lost' from Artist a
         where exists ({sold} {year} <= 2022) and not exists ({sold} {year} > 2022)
            and exists (select 1 from Album b join Track t on t.AlbumId = b.AlbumId
                join PlaylistTrack p on p.TrackId = t.TrackId where b.ArtistId = a.ArtistId)
         order by a.Name, a.ArtistId",
        year = words.year("i.InvoiceDate"),
    ));
    desk.compare("lost_artists", built, plain).await;
}

/// What is on each playlist: how long it runs, what it costs, how mixed it is.
async fn playlists(desk: &mut Desk) {
    let built = Playlist::select()
        .left_join(|p| p.tracks())
        .group_by(|(p, _)| (p.playlist_id, p.name))
        .order_by(|(id, _), _| id)
        .select(|(_, name), (_, t)| {
            let minutes = t.milliseconds.sum().or_value(0) / 60_000;
            let size = case().when(t.track_id.count().eq(0), "empty");
            let size = size.when(minutes.clone().gt(600), "long").else_("short");
            (
                name,
                t.track_id.count(),
                t.genre_id.count_distinct(),
                minutes,
                t.unit_price.sum(),
                size,
            )
        });
    let words = desk.words();
    let plain = words.names(&format!(
        "with lists as (
            select p.PlaylistId as id, p.Name as name, count(t.TrackId) as tracks,
                count(distinct t.GenreId) as genres,
                coalesce({length}, 0) as length, round(sum(t.UnitPrice), 2) as price
            from Playlist p left join PlaylistTrack x on x.PlaylistId = p.PlaylistId
            left join Track t on t.TrackId = x.TrackId group by p.PlaylistId, p.Name)
         select name, tracks, genres, {minutes}, price,
            case when tracks = 0 then 'empty' when length >= 36060000 then 'long' else 'short' end
         from lists order by id",
        length = words.whole("sum(t.Milliseconds)"),
        minutes = words.quotient("length", "60000"),
    ));
    desk.compare("playlists", built, plain).await;
}

/// Everyone below the general manager, with their level, the way down to them, and how many
/// report to them.
async fn chain_of_command(desk: &mut Desk) {
    let chain = recursive_all(
        "chain",
        Employee::select()
            .filter(|e| e.reports_to.is_null())
            .select(|e| (e.employee_id, lit(0), e.last_name)),
        |above| {
            Employee::select()
                .join_query(above, |(e, a)| e.reports_to.eq(a.0))
                .select(|(e, a)| {
                    (
                        e.employee_id,
                        a.1 + 1,
                        a.2.concat(" > ").concat(e.last_name),
                    )
                })
        },
    );
    let built = from(&chain)
        .join_on::<Employee>(|(c, e)| e.employee_id.eq(c.0))
        .order_by(|(c, _)| c.2)
        .select(|(c, e)| (c.1, c.2, e.title, e.employees_by_employee().count()));
    let words = desk.words();
    let plain = words.names(&format!(
        "with recursive chain (id, level, path) as (
            select EmployeeId, 0, {name} from Employee where ReportsTo is null
            union all
            select e.EmployeeId, c.level + 1, concat(c.path, ' > ', e.LastName)
            from Employee e join chain c on e.ReportsTo = c.id)
         select c.level, c.path, e.Title,
            (select count(*) from Employee r where r.ReportsTo = e.EmployeeId)
         from chain c join Employee e on e.EmployeeId = c.id order by c.path",
        name = words.long_text("LastName"),
    ));
    desk.compare("chain_of_command", built, plain).await;
}
