//! `dengji demo`: the main job, end to end, on the real notice, with invented people.
//!
//! In scope: the order of the play, and what is shown between its parts.
//! Out of scope: the parts (`old_scheme`, `new_scheme`), the portal that is served afterwards.
//! Everything is recorded under a virtual clock in a log whose origin says *demo*.

mod after_issue;
mod arranged;
mod bodies;
mod clock;
mod cohort;
mod new_scheme;
mod old_scheme;
mod stage;
mod supervision;

use crate::commands::serve;
use crate::database::Database;
use crate::exit::Exit;
use crate::fault::{Fault, Room};
use crate::{Context, Fill, Rooms, ServeAsk, output};
use desk::expected::known_instrument;
use desk::house_folder;
use desk::law_room::LawRoom;
use desk::published_log::PublishedLog;
use desk::see_catalogue::{See, list};
use desk::see_register::Reading;
use desk::verifier::Counter;
use desk::{Organisation, OrganisationId, OrganisationKind};
use indicatif::{ProgressBar, ProgressStyle};
pub(crate) use stage::DemoFault;
use stage::{Stage, print};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use vocab::Level;
use watch::Instruments;
use watch::lines::{Form, LevelFilter, Levels};

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Ends after the play, without serving the portal.
    #[arg(long)]
    no_serve: bool,
    /// Folder of the demonstration; it is cleared first when an earlier one made it.
    #[arg(long, value_name = "DIR", default_value = "dengji-data/demo")]
    data: PathBuf,
    #[command(flatten)]
    database: Database,
    /// Goes on with invented sessions until the log has so many entries.
    #[arg(long, value_name = "N")]
    entries: Option<u64>,
    /// Address of the portal; when it is taken, a free port is used.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8420")]
    listen: SocketAddr,
}

/// The origin of the demonstration's log.
pub(crate) const ORIGIN: &str = "demo.dengji.invalid/2020-80";

/// Plays the demonstration and serves the portal until interrupted.
pub(crate) fn run(context: &Context, rooms: &Rooms, arguments: &Arguments) -> Result<Exit, Fault> {
    let room = Arc::new(context.law_room()?);
    let invent = rooms.invent.ok_or(Fault::NotWired(Room::People))?;
    let lang = context.words.lang();
    let backend = arguments.database.told(&context.words);
    let set = Stage::set(&arguments.data, &backend, room.clone(), invent, lang);
    let mut stage = set.map_err(Fault::Demo)?;
    play(&mut stage, context).map_err(Fault::Demo)?;
    if let Some(entries) = arguments.entries {
        let fill = rooms.fill.ok_or(Fault::NotWired(Room::Sessions))?;
        at_length(&mut stage, fill, entries).map_err(Fault::Demo)?;
    }
    ending(&mut stage).map_err(Fault::Demo)?;
    let Stage { house, clock, .. } = stage;
    if arguments.no_serve {
        return Ok(Exit::Yes);
    }
    let mut house = house;
    watch::lines::begin(Form::Text, Levels::from(LevelFilter::WARN));
    let instruments = Arc::new(Instruments::new(env!("CARGO_PKG_VERSION")));
    house.watched_by(instruments.clone());
    let verifier = Counter::new(house, clock).map_err(|e| Fault::Demo(DemoFault::House(e)))?;
    let ask = ServeAsk {
        room: LawRoom::load(context.law()?).map_err(Fault::LawFile)?,
        register: Some(Reading::of(verifier.shared())),
        verifier: Some(Box::new(verifier)),
        log: Some(PublishedLog::of(&arguments.data)),
        listen: arguments.listen,
        demo: true,
        instruments,
        operators: None,
    };
    serve::serve(context, rooms, ask, &output::tell)
}

fn play(stage: &mut Stage, context: &Context) -> Result<(), DemoFault> {
    notice(stage)?;
    timetable(stage, context);
    old_scheme::play(stage)?;
    new_scheme::play(stage)?;
    supervision::draw(stage)?;
    let employer = employer(stage)?;
    cohort::play(stage, employer)?;
    arranged::play(stage)?;
    after_issue::play(stage)?;
    bodies::play(stage)
}

/// Returns the employer that the play recognised.
fn employer(stage: &Stage) -> Result<OrganisationId, DemoFault> {
    let employers = |(_, o): &(_, &Organisation)| o.kind == OrganisationKind::Employer;
    let employer = stage.house.state().organisations().find(employers).map(|(id, _)| id);
    employer.ok_or(DemoFault::Otherwise("no employer was recognised".into()))
}

/// Goes on with sessions of the employer until the log has so many entries.
fn at_length(stage: &mut Stage, fill: Fill, entries: u64) -> Result<(), DemoFault> {
    stage.heading("加长日志：虚构的认定批次", "A longer log: invented sessions");
    let turner = old_scheme::row(stage, "车工")?;
    let employer = (employer(stage)?, turner, [Level::Four, Level::Three]);
    let bar = ProgressBar::new(entries).with_style(
        ProgressStyle::with_template("  {bar:40} {human_pos}/{human_len}  {per_sec}")
            .expect("the template is well formed"),
    );
    let clock = stage.clock.clone();
    let first = stage::day("2021-06-21");
    let told = &mut |size| bar.set_position(size);
    fill(&mut stage.house, employer, (first, entries), &mut |day| clock.set(day), told)?;
    bar.finish_and_clear();
    let size = stage.house.size();
    stage.line(&format!("日志 {size} 条"), &format!("the log has {size} entries"));
    Ok(())
}

/// Reads the notice as it reached us and reconciles it.
fn notice(stage: &Stage) -> Result<(), DemoFault> {
    stage.heading("通知：按原件读取并核对", "The notice, read as it reached us and reconciled");
    let otherwise = |why: String| DemoFault::Otherwise(why);
    let folder = desk::law_folder::LawFolder::compiled();
    let source = folder.get("2020-80/source.txt").ok_or(otherwise("no source.txt".into()))?;
    let table = notice::read(source).map_err(|e| otherwise(e.to_string()))?;
    let decoded = notice::decode(source).map_err(|e| otherwise(e.to_string()))?;
    let lines = notice::lines(&decoded.text);
    let known = known_instrument(&folder, &lines).map_err(|e| otherwise(e.to_string()))?;
    let expected = known.as_ref().and_then(|k| k.expected.as_ref());
    let reconciliation = notice::reconcile(&table, expected);
    if !reconciliation.ok() {
        return Err(otherwise("the notice does not reconcile".into()));
    }
    let (rows, stated, derived, anomalies) = (
        table.rows.len(),
        reconciliation.stated.len(),
        reconciliation.derived.len(),
        table.anomalies.len(),
    );
    stage.line(
        &format!("{rows} 行；文中载明 {stated} 项、由表计得 {derived} 项总数全部相符；异常 {anomalies} 处均已列出"),
        &format!(
            "{rows} rows; {stated} totals stated and {derived} derived all agree; \
             {anomalies} anomalies listed"
        ),
    );
    Ok(())
}

/// Shows the exit timetable as it stood on the notice's day.
fn timetable(stage: &Stage, context: &Context) {
    stage.heading("退出时间表（2020-07-22）", "The exit timetable on 2020-07-22");
    for (fate, zh, en) in [
        ("batch1", "第一批", "first batch"),
        ("batch2", "第二批", "second batch"),
        ("access", "拟准入", "access-type"),
    ] {
        let see = See { on: Some("2020-07-22"), fate: Some(fate), ..See::default() };
        let room = stage.house.room();
        let Ok(view) = list(room, &context.clock, &see) else { continue };
        let Some(first) = view.rows.first() else { continue };
        let names: Vec<&str> = view.rows.iter().take(4).map(|r| r.name.best()).collect();
        let (n, names) = (view.rows.len(), names.join("、"));
        let Some(last) = first.planned_last_day else { continue };
        let left = first.days_left.unwrap_or(0);
        stage.line(
            &format!("{zh}  {n:>3} 个职业  最后一日 {last}（还有 {left} 天）  {names}……"),
            &format!("{en:<12} {n:>3} occupations  last day {last} ({left} days left)  {names} …"),
        );
    }
}

fn ending(stage: &mut Stage) -> Result<(), DemoFault> {
    stage.landmark()?;
    house_folder::publish_log_key(&stage.house, &stage.folder)?;
    stage.heading("日志", "The log");
    let (size, digest) = (stage.house.size(), stage.house.state().digest().to_string());
    let refused = stage.refused;
    stage.line(
        &format!(
            "来源 {ORIGIN}；{size} 条；状态摘要 {}…；拒绝 {refused} 次，均不入日志",
            &digest[..16]
        ),
        &format!(
            "origin {ORIGIN}; {size} entries; state digest {}…; {refused} refusals, \
             none in the log",
            &digest[..16]
        ),
    );
    let landmarks = stage.house.landmarks().all().len();
    stage.line(
        &format!("已发布至 {}，地标 {landmarks} 个；任何人可复核：", size_of(stage)),
        &format!("published to {}, {landmarks} landmarks; anybody can check it:", size_of(stage)),
    );
    print(&format!("  dengji recheck {}", stage.folder.join(house_folder::LOG_FOLDER).display()));
    let folder = stage.folder.display().to_string();
    let file = stage.folder.join("certificates");
    let first = std::fs::read_dir(&file).ok().and_then(|mut d| d.next()?.ok()).map(|e| e.path());
    stage.line(
        &format!("登记库、证书文件与日志公钥在 {folder}"),
        &format!("register, certificate files and the log's public key are in {folder}"),
    );
    if let Some(path) = first {
        let key = stage.folder.join(house_folder::LOG_KEY_FILE);
        print(&format!(
            "  dengji certificate verify {} --log-key {}",
            path.display(),
            key.display()
        ));
    }
    Ok(())
}

/// Returns the size of the published log.
fn size_of(stage: &Stage) -> u64 {
    stage.house.published_size()
}
