//! `offhook screenshot`: a screen, or a moment of a recording, as a picture.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;

use super::args::{Format, LookArgs, ScreenshotArgs};
use super::failure::{Failure, code};
use super::{find, out};
use crate::picture::{self, Ground};
use crate::recording::ReadError;
use crate::screenshot::{self, At, SCREENS, Screen, ScreenshotError};
use crate::toolbar::keymap::Keymap;
use crate::toolbar::settings::{Colors, Setting, Settings};
use crate::toolbar::theme::Depth;
use crate::toolbar::{self, Setup, Theme};
use crate::wire::Moment;
use crate::wire::text::visible;

/// What a picture is of.
enum Subject {
    Screen(&'static Screen),
    Moment(PathBuf, At),
}

pub(super) fn run(args: &ScreenshotArgs) -> Result<u8, Failure> {
    let look = look(&args.look)?;
    let setup = |now| Setup { now, ..look.clone() };
    if let Some(folder) = &args.all {
        return all(args, folder, setup);
    }
    let Some(what) = &args.what else { return out::text(list().as_bytes()) };
    let drawn = draw(&subject(what)?, args, setup)?;
    match &args.out {
        None => out::text(drawn.as_bytes()),
        Some(file) => write(file, &drawn),
    }
}

/// How pictures look: as the flags say, in all colours where they do not. The user's own settings are not asked:
/// a picture is the same for everyone.
fn look(args: &LookArgs) -> Result<Setup, Failure> {
    let mut settings = Settings::default();
    let mut is_forced = false;
    for (setting, word) in args.words() {
        is_forced |= setting == Setting::Color;
        settings.set(setting, word).map_err(|why| Failure::new(code::USAGE, why))?;
    }
    let themes = find::folders()?.config.join("themes");
    let (theme, warnings) = Theme::load(&settings.theme, Some(&themes));
    for warning in warnings {
        out::note(&warning.to_string());
    }
    // The setting itself stays as it is: the palette shows what is set.
    let colors = if is_forced { settings.color } else { Colors::Truecolor };
    let theme = theme.at_depth(Depth::of(colors, |name| std::env::var(name).ok()));
    let (keymap, _) = Keymap::new(settings.keymap, String::new());
    Ok(Setup { settings, keymap, ..Setup::plain(theme, screenshot::START) })
}

/// The screens by name, a line each.
fn list() -> String {
    let wide = SCREENS.iter().map(|screen| screen.name.len()).max().unwrap_or_default();
    SCREENS
        .iter()
        .fold(String::new(), |list, screen| list + &format!("{:wide$}  {}\n", screen.name, screen.about))
}

/// Every screen, a file each.
fn all(args: &ScreenshotArgs, folder: &Path, setup: impl Fn(Moment) -> Setup + Copy) -> Result<u8, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    let ending = match args.format.unwrap_or(Format::Svg) {
        Format::Svg => "svg",
        Format::Ansi => "ansi",
        Format::Text => "txt",
        Format::Html => "html",
    };
    for screen in SCREENS {
        let drawn = draw(&Subject::Screen(screen), args, setup)?;
        let file = folder.join(format!("{}.{ending}", screen.name));
        write(&file, &drawn)?;
        out::note(&file.display().to_string());
    }
    Ok(code::DONE)
}

fn subject(what: &str) -> Result<Subject, Failure> {
    let (file, at) = match what.rsplit_once('@') {
        Some((file, at)) => (file, at.parse().map_err(|why: String| Failure::new(code::USAGE, why))?),
        None if what.contains(['.', '/']) => (what, At::End),
        None => return screenshot::find(what).map(Subject::Screen).map_err(|error| refused(&error)),
    };
    Ok(Subject::Moment(PathBuf::from(file), at))
}

fn draw(
    subject: &Subject,
    args: &ScreenshotArgs,
    setup: impl Fn(Moment) -> Setup,
) -> Result<String, Failure> {
    // A wrong ending is told before anything is played.
    let format = format(args)?;
    let (app, title) = match subject {
        Subject::Screen(screen) => {
            let setup = setup(screenshot::START);
            let app = super::runtime()?.block_on(screenshot::play(screen, setup));
            (app, screen.about.to_owned())
        }
        Subject::Moment(file, at) => {
            let name = file.file_name().unwrap_or(file.as_os_str());
            (screenshot::replay(file, *at, setup), visible(&name.to_string_lossy()).into_owned())
        }
    };
    let app = app.map_err(|error| refused(&error))?;
    Ok(written(&toolbar::picture(&app, args.size.0, args.size.1), format, &title))
}

/// What it is written as where nobody says: the ending of the file does.
fn format(args: &ScreenshotArgs) -> Result<Format, Failure> {
    let ending = args.out.as_deref().and_then(Path::extension).map(|ending| ending.to_string_lossy());
    let ending = ending.map(|ending| ending.to_lowercase());
    Ok(match (args.format, ending.as_deref()) {
        (Some(format), _) => format,
        (None, Some("svg")) => Format::Svg,
        (None, Some("html" | "htm")) => Format::Html,
        (None, Some("ansi")) => Format::Ansi,
        (None, Some("txt")) => Format::Text,
        (None, Some(other)) => {
            let message = format!("no picture is written as .{}", visible(other));
            return Err(Failure::new(code::USAGE, message)
                .hint("end the name in .svg, .html, .ansi or .txt, or say --format"));
        }
        (None, None) if args.all.is_some() => Format::Svg,
        (None, None) if args.out.is_none() && io::stdout().is_terminal() => Format::Ansi,
        (None, None) => Format::Text,
    })
}

fn written(buffer: &Buffer, format: Format, title: &str) -> String {
    let ground = Ground::under(buffer);
    match format {
        Format::Svg => picture::svg(buffer, ground, title),
        Format::Html => picture::html(buffer, ground, title),
        Format::Ansi => picture::ansi(buffer),
        Format::Text => picture::text(buffer),
    }
}

fn write(file: &Path, drawn: &str) -> Result<u8, Failure> {
    std::fs::write(file, drawn).map(|()| code::DONE).map_err(|error| unwritable(file, &error))
}

fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(code::IO, format!("can't write {}: {error}", path.display()))
}

fn refused(error: &ScreenshotError) -> Failure {
    match error {
        ScreenshotError::NoScreen { nearest, .. } => {
            let near = nearest.map(|near| format!("; did you mean {near}?")).unwrap_or_default();
            Failure::new(code::USAGE, format!("{error}{near}"))
                .hint("offhook screenshot lists them; a recording is named as FILE.jsonl@12s")
        }
        ScreenshotError::Recording(ReadError::Open { .. } | ReadError::Io { .. })
        | ScreenshotError::Io { .. }
        | ScreenshotError::Session { .. } => Failure::new(code::IO, error.to_string()),
        ScreenshotError::Recording(_) => Failure::new(code::USAGE, error.to_string()),
    }
}
