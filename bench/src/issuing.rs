//! Issuing through the whole path, acknowledged on disk, and what follows from it: bytes a
//! certificate, look-ups, opening.
//!
//! In scope: SQLite in a folder: decide, number, log, sealed private rows, blind index; batches
//! from eight clients, single certificates from sixty-four. Beside it, in the same run, the same
//! number of bytes written to a file with the same number of flushes.
//! Out of scope: PostgreSQL (`postgres`), preparing sessions (told apart).

mod look_ups;

use anyhow::{Result, bail};
use desk::front::Front;
use desk::house::{House, Request};
use desk::house_folder;
use desk::law_folder::LawFolder;
use desk::law_room::LawRoom;
use desk::ports::Clock;
use law::Named;
use look_ups::look_ups;
use register::{
    Organisation, OrganisationId, OrganisationKind, PublicAct, Recognition, RecoverySet, RowId,
    SessionId,
};
use sim::People;
use sim::bulk::{Employer, confirm};
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vocab::{Day, Level};

/// Candidates of the sessions of a round, in turn; a tenth of them does not pass.
const SIZES: [usize; 4] = [56, 112, 224, 555];
/// Sessions of each size in one round.
const SESSIONS: usize = 60;
/// Employers whose sites take turns.
const EMPLOYERS: u32 = 20;
const CLIENTS: usize = 8;
const SINGLE_CLIENTS: usize = 64;
/// Single certificates that are measured.
const SINGLES: usize = 20_000;
/// Certificates a second that are wanted, in batches and one by one.
const WANTED: [u64; 2] = [50_000, 5_000];
/// Bytes of a certificate that are allowed.
const BYTES_MAX: u64 = 600;
/// Milliseconds in which the register is wanted to open.
const OPEN_MS: u128 = 300;

struct Standing(AtomicI64);

impl Clock for Standing {
    fn now(&self) -> vocab::Instant {
        vocab::Instant(self.0.load(Ordering::Relaxed))
    }
}

/// Measures with so many certificates, in a folder that is removed unless one is named.
pub fn run(certificates: u64, kept: Option<&Path>) -> Result<()> {
    let own = tempfile::tempdir()?;
    let folder = kept.unwrap_or(own.path());
    let room = Arc::new(LawRoom::load(LawFolder::compiled())?);
    let clock = Arc::new(Standing(AtomicI64::new(0)));
    let mut house = house_folder::open(folder, room.clone(), clock.clone(), None)?;
    let occupation = found(&mut house, &clock)?;
    let mut play = Play { occupation, clock: clock.clone(), day: day("2020-09-01"), rounds: 0 };
    let house = Arc::new(Mutex::new(house));
    let front = Front::over(house.clone());
    let mut people = People::new(5);
    let issued = batches(&front, &house, &mut play, &mut people, certificates)?;
    singles(&front, &house, &mut play, &mut people)?;
    published(&house)?;
    look_ups(&lock(&house))?;
    weigh(folder, issued + SINGLES as u64)?;
    // The tail that a kill leaves: the files as they are, for at a stop the state is kept.
    round(&front, &house, &mut play, &mut people)?;
    let killed = tempfile::tempdir_in(folder.parent().unwrap_or(folder))?;
    copy(folder, killed.path())?;
    drop(front);
    drop(house);
    opening(killed.path(), room.clone(), clock.clone(), "after a kill")?;
    opening(folder, room, clock, "after a stop")
}

/// Copies a folder with everything in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to)?;
        } else {
            std::fs::copy(&path, &to)?;
        }
    }
    Ok(())
}

/// Measures look-ups and opening once more, in a folder that [`run`] kept.
pub fn look_up_again(folder: &Path) -> Result<()> {
    let room = Arc::new(LawRoom::load(LawFolder::compiled())?);
    let clock = Arc::new(Standing(AtomicI64::new(vocab::Instant::start_of(day("2049-01-01")).0)));
    let mut house = house_folder::open(folder, room.clone(), clock.clone(), None)?;
    let start = Instant::now();
    tend(&mut house)?;
    println!("upkeep that was left: {} ms", start.elapsed().as_millis());
    look_ups(&house)?;
    drop(house);
    opening(folder, room, clock, "after a stop")
}

struct Play {
    occupation: RowId,
    clock: Arc<Standing>,
    day: Day,
    rounds: u32,
}

fn day(text: &str) -> Day {
    text.parse().expect("the play's days are well formed")
}

fn lock(house: &Mutex<House>) -> std::sync::MutexGuard<'_, House> {
    house.lock().expect("nobody stops while holding it")
}

fn set(clock: &Standing, day: Day) {
    clock.0.fetch_max(vocab::Instant::start_of(day).0 + 9 * 3_600, Ordering::Relaxed);
}

fn found(house: &mut House, clock: &Standing) -> Result<RowId> {
    let on = day("2020-07-22");
    set(clock, on);
    let authority = organisation(house, OrganisationKind::Authority)?;
    let keys = vec![house.new_key()?];
    let recovery = RecoverySet { threshold: 1, keys };
    let act = house.founding("bench.dengji.invalid/issuing", vec![authority], recovery)?;
    house.record(&Request { actor: None, on, name: "genesis".into(), act }, &[])?;
    let Named::One(row) = house.law().rows.find("车工") else { bail!("the law has no 车工") };
    let on = day("2020-08-03");
    set(clock, on);
    for n in 0..EMPLOYERS {
        let body = organisation(house, OrganisationKind::Employer)?;
        let recognition = Recognition {
            id: OrganisationId(1 + n),
            body,
            prefix: format!("Y0000990{:05}", n + 1).parse()?,
            scope: vec![(row, Level::Four), (row, Level::Three)],
            published_on: Some(on),
            until: None,
            covers_outsiders: false,
            standard_exists: true,
        };
        let act = PublicAct::RecogniseBody(recognition);
        let name = format!("recognise {n}");
        house.record(&Request { actor: Some(OrganisationId(0)), on, name, act }, &[])?;
    }
    Ok(row)
}

fn organisation(house: &mut House, kind: OrganisationKind) -> Result<Organisation> {
    let key = house.new_key()?;
    let name = "示例（虚构）".to_string();
    Ok(Organisation { kind, name, key, operator_custody: true, institution: None })
}

/// Sessions whose certificates can be issued, with who issues them.
type Ready = Vec<(OrganisationId, SessionId, Vec<u32>)>;

impl Play {
    fn prepare(
        &mut self,
        house: &Mutex<House>,
        people: &mut People,
        sizes: &[usize],
    ) -> Result<(Ready, Day)> {
        let (mut ready, mut on) = (Vec::new(), self.day);
        for (n, candidates) in sizes.iter().enumerate() {
            let id = OrganisationId(1 + (self.rounds + n as u32) % EMPLOYERS);
            let levels = [Level::Four, Level::Three];
            let employer = Employer { id, occupation: self.occupation, levels };
            let clock = self.clock.clone();
            let mut house = lock(house);
            let sessions = (SESSIONS, *candidates);
            let mut to = |day| set(&clock, day);
            let done = house.together(|house| {
                confirm(house, employer, self.day, sessions, people, &mut to)
            })??;
            on = done.1;
            ready.extend(done.0.into_iter().map(|(session, rows)| (id, session, rows)));
        }
        self.rounds += sizes.len() as u32;
        // Two hundred rounds, ten million certificates, end before the recognitions do.
        self.day = self.day.plus_days(5);
        Ok((ready, on))
    }
}

/// Lets clients take one after the other until nothing is left; returns how long it took.
fn clients<T: Send + Sync + 'static>(
    front: &Front,
    count: usize,
    work: Vec<T>,
    each: fn(&mut House, &T) -> Result<()>,
) -> Result<Duration> {
    let (work, next) = (Arc::new(work), Arc::new(AtomicUsize::new(0)));
    let start = Instant::now();
    let threads = (0..count).map(|_| {
        let (front, work, next) = (front.clone(), work.clone(), next.clone());
        std::thread::spawn(move || -> Result<()> {
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if work.len() <= n {
                    return Ok(());
                }
                let work = work.clone();
                front.ask(move |house| each(house, &work[n]))??;
            }
        })
    });
    let threads: Vec<_> = threads.collect();
    for thread in threads {
        thread.join().map_err(|_| anyhow::anyhow!("a client stopped"))??;
    }
    Ok(start.elapsed())
}

fn batches(
    front: &Front,
    house: &Arc<Mutex<House>>,
    play: &mut Play,
    people: &mut People,
    wanted: u64,
) -> Result<u64> {
    let (mut issued, mut issuing, mut preparing) = (0u64, Duration::ZERO, Duration::ZERO);
    let mut publishing = Duration::ZERO;
    // Rates of tenths of the run, so that a fall with size shows.
    let mut part = (0u64, Duration::ZERO);
    let mut parts: Vec<u64> = Vec::new();
    while issued < wanted {
        let done = round(front, house, play, people)?;
        (issued, issuing) = (issued + done.count, issuing + done.issuing);
        part = (part.0 + done.count, part.1 + done.issuing);
        if wanted.div_ceil(10) <= part.0 {
            parts.push(rate(part.0, part.1));
            part = (0, Duration::ZERO);
        }
        (preparing, publishing) = (preparing + done.preparing, publishing + done.publishing);
    }
    let per_second = rate(issued, issuing);
    told("batches", per_second, WANTED[0]);
    println!("  of tenths of the run: {parts:?}");
    if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
        println!("  the last at {} % of the first, wanted 80", last * 100 / first.max(&1));
    }
    println!(
        "  {issued} certificates; everything before them (five acts a session, rows of people and \
         scores) {} a second, publishing {} a second",
        rate(issued, preparing),
        rate(issued, publishing)
    );
    bare(issued, per_second)?;
    Ok(issued)
}

/// A round of sessions: how many certificates, and what took how long.
struct Round {
    count: u64,
    preparing: Duration,
    issuing: Duration,
    publishing: Duration,
}

fn round(
    front: &Front,
    house: &Arc<Mutex<House>>,
    play: &mut Play,
    people: &mut People,
) -> Result<Round> {
    let start = Instant::now();
    let (ready, on) = play.prepare(house, people, &SIZES)?;
    let preparing = start.elapsed();
    let count = ready.iter().map(|(_, _, rows)| rows.len() as u64).sum();
    let work = ready.into_iter().map(|(by, session, rows)| (by, session, rows, on)).collect();
    let issuing = clients(front, CLIENTS, work, |house, (by, session, rows, on)| {
        house.issue(*by, *session, (*on, *on), rows)?;
        Ok(())
    })?;
    let start = Instant::now();
    lock(house).publish()?;
    Ok(Round { count, preparing, issuing, publishing: start.elapsed() })
}

/// Writes as many bytes as the certificates have in entries and rows to a file, flushed as often as
/// eight clients with such sessions flush, and quotes the rate as a physical limit.
fn bare(certificates: u64, ours: u64) -> Result<()> {
    let sessions: usize = SIZES.iter().sum::<usize>() * 9 / 10 / SIZES.len();
    let group = vec![7u8; CLIENTS * sessions * 250];
    let groups = (certificates as usize / (CLIENTS * sessions)).clamp(1, 500);
    let mut file = tempfile::NamedTempFile::new()?;
    let start = Instant::now();
    for _ in 0..groups {
        file.write_all(&group)?;
        file.as_file().sync_data()?;
    }
    let bare = rate((groups * CLIENTS * sessions) as u64, start.elapsed());
    println!(
        "  bare writes of their bytes with as many flushes: {bare} a second; ours {} %",
        ours * 100 / bare.max(1)
    );
    Ok(())
}

fn singles(
    front: &Front,
    house: &Arc<Mutex<House>>,
    play: &mut Play,
    people: &mut People,
) -> Result<()> {
    let mut work = Vec::new();
    while work.len() < SINGLES {
        let (ready, on) = play.prepare(house, people, &[112])?;
        for (by, session, rows) in ready {
            work.extend(rows.into_iter().map(|row| (by, session, row, on)));
        }
    }
    work.truncate(SINGLES);
    let took = clients(front, SINGLE_CLIENTS, work, |house, (by, session, row, on)| {
        house.issue(*by, *session, (*on, *on), &[*row])?;
        Ok(())
    })?;
    told("single certificates", rate(SINGLES as u64, took), WANTED[1]);
    Ok(())
}

fn published(house: &Mutex<House>) -> Result<()> {
    let mut house = lock(house);
    house.publish()?;
    let start = Instant::now();
    house.keep_state()?;
    println!("keeping the state: {} ms", start.elapsed().as_millis());
    tend(&mut house)
}

/// Tends the register as `Front` does while nobody asks for a second.
fn tend(house: &mut House) -> Result<()> {
    let mut quiet = 0;
    while quiet < 20 {
        quiet = if house.tend()? { 0 } else { quiet + 1 };
    }
    Ok(())
}

fn weigh(folder: &Path, certificates: u64) -> Result<()> {
    let bytes = bytes_of(folder)?;
    let each = bytes / certificates.max(1);
    println!(
        "bytes a certificate, everything in the folder: {each}, wanted under {BYTES_MAX}: {}",
        if each < BYTES_MAX { "ok" } else { "above" }
    );
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let of = if path.is_dir() { bytes_of(&path)? } else { path.metadata()?.len() };
        println!(
            "  {}: {} a certificate",
            path.file_name().unwrap_or_default().display(),
            of / certificates.max(1)
        );
    }
    Ok(())
}

fn bytes_of(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        sum += match entry.file_type()?.is_dir() {
            true => bytes_of(&entry.path())?,
            false => entry.metadata()?.len(),
        };
    }
    Ok(sum)
}

fn opening(folder: &Path, room: Arc<LawRoom>, clock: Arc<Standing>, when: &str) -> Result<()> {
    // Who opens after a kill keeps the state at the end.
    for _ in 0..if when == "after a kill" { 1 } else { 3 } {
        let start = Instant::now();
        let house = house_folder::open(folder, room.clone(), clock.clone(), None)?;
        let took = start.elapsed().as_millis();
        let verdict = if took < OPEN_MS { "ok" } else { "above" };
        println!(
            "opening {when} with {} entries, a tail of {}: {took} ms, wanted {OPEN_MS}: {verdict}",
            house.size(),
            house.replayed()
        );
    }
    // The loss of time beside it: reading the file of the log once.
    let start = Instant::now();
    let file = File::open(folder.join(store::DATABASE_FILE))?;
    let bytes = std::io::copy(&mut &file, &mut std::io::sink())?;
    let took = start.elapsed().as_millis().max(1);
    println!("  reading the {} MiB of the database once: {took} ms", bytes >> 20);
    Ok(())
}

fn rate(count: u64, took: Duration) -> u64 {
    (count as f64 / took.as_secs_f64().max(1e-9)) as u64
}

fn told(what: &str, per_second: u64, wanted: u64) {
    let verdict = if wanted <= per_second { "ok" } else { "below" };
    println!("{what}: {per_second} a second, wanted {wanted}: {verdict}");
}
