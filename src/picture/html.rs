//! Cells as an HTML page, whose text can be searched and copied.

use std::fmt::Write;

use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};

use super::runs::{Run, runs};
use super::{Ground, escape, hex};

/// The buffer as an HTML document without scripts or anything from elsewhere.
pub fn html(buffer: &Buffer, ground: Ground, title: &str) -> String {
    let under = hex(buffer.content.first().map_or(Color::Reset, |cell| cell.bg), ground.ground);
    let mut out = String::new();
    // Writing to a String can't fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>{}</title>\n\
         <style>body {{ margin: 0; padding: 1em; background: {under} }} \
         pre {{ margin: 0; color: {}; line-height: 1.2; \
         font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace }}</style>\n<pre>",
        escape(title),
        ground.text
    );
    for row in 0..buffer.area.height {
        for run in runs(buffer, row) {
            write_run(&run, &mut out, ground);
        }
        out.push('\n');
    }
    out.push_str("</pre>\n</html>\n");
    out
}

fn write_run(run: &Run, out: &mut String, ground: Ground) {
    let reversed = run.modifier.contains(Modifier::REVERSED);
    let mut style = String::new();
    if run.fg != Color::Reset || reversed {
        style += &format!("color:{};", hex(run.fg, if reversed { ground.ground } else { ground.text }));
    }
    if run.bg != Color::Reset || reversed {
        style += &format!("background:{};", hex(run.bg, if reversed { ground.text } else { ground.ground }));
    }
    let named = [
        (Modifier::BOLD, "font-weight:bold;"),
        (Modifier::DIM, "opacity:0.6;"),
        (Modifier::ITALIC, "font-style:italic;"),
        (Modifier::UNDERLINED, "text-decoration:underline;"),
    ];
    style.extend(named.iter().filter(|(one, _)| run.modifier.contains(*one)).map(|(_, css)| *css));
    let _ = match style.is_empty() {
        true => write!(out, "{}", escape(&run.text)),
        false => write!(out, "<span style=\"{style}\">{}</span>", escape(&run.text)),
    };
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn text_from_outside_is_no_markup() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 1));
        buffer.set_string(0, 0, "<script>\"&", Style::new().fg(Color::Red));
        let page = html(&buffer, Ground::DARK, "</title><script>");
        assert!(!page.contains("<script>"), "{page}");
        assert!(page.contains("<span style=\"color:#cd3131;\">&lt;script&gt;&quot;&amp;</span>"), "{page}");
    }
}
