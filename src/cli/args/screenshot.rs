//! The arguments of `offhook screenshot`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, ValueEnum};

use super::LookArgs;

/// The largest picture, in columns and rows.
const LARGEST: (u16, u16) = (500, 200);

/// The size of a picture, in columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) struct Size(pub u16, pub u16);

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Size, String> {
        let number = |part: &str| part.parse::<u16>().ok().filter(|part| *part > 0);
        let sides = text.split_once('x').and_then(|(wide, high)| Some(Size(number(wide)?, number(high)?)));
        match sides {
            Some(size) if size.0 <= LARGEST.0 && size.1 <= LARGEST.1 => Ok(size),
            _ => Err(format!("expected COLUMNSxROWS, at most {}x{}, such as 120x40", LARGEST.0, LARGEST.1)),
        }
    }
}

/// What a picture is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// An SVG document.
    Svg,
    /// Text with the colours of a terminal.
    Ansi,
    /// Text.
    Text,
    /// An HTML page.
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Without a screen their names are listed. A screen is a session of the demo, played anew on a \
clock that stands still: the same each time. Of a recording it is what offhook replay shows at that \
moment: 12.5s, 1:02, or end.

Examples:
  offhook screenshot                                 the screens by name
  offhook screenshot workbench                       in this terminal
  offhook screenshot chat --size 80x24 --format svg > chat.svg
  offhook screenshot recordings/inbound.jsonl@12s --theme light --out moment.svg
  offhook screenshot --all pictures --format svg     every screen, a file each")]
pub(in crate::cli) struct ScreenshotArgs {
    /// A screen's name, or a recording with a moment: FILE.jsonl@12.5s.
    #[arg(value_name = "SCREEN|FILE@TIME")]
    pub what: Option<String>,
    /// Columns and rows.
    #[arg(long, value_name = "WxH", default_value = "120x40")]
    pub size: Size,
    /// What it is written as; else by the ending of --out (.svg, .html, .ansi, .txt), on a terminal ansi, in a pipe text.
    #[arg(long, value_enum)]
    pub format: Option<Format>,
    /// Write it to a file.
    #[arg(long, value_name = "FILE", conflicts_with = "all")]
    pub out: Option<PathBuf>,
    /// Write every screen into a folder, a file each.
    #[arg(long, value_name = "FOLDER", conflicts_with = "what")]
    pub all: Option<PathBuf>,
    #[command(flatten)]
    pub look: LookArgs,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("80x24", Some(Size(80, 24)))]
    #[case("1x1", Some(Size(1, 1)))]
    #[case("501x24", None)]
    #[case("80x0", None)]
    #[case("80", None)]
    #[case("80xx24", None)]
    #[case("-1x5", None)]
    #[case("99999999x2", None)]
    fn sizes_are_read_within_bounds(#[case] text: &str, #[case] size: Option<Size>) {
        assert_eq!(text.parse().ok(), size);
    }
}
