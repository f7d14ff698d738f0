//! Numbers, spans, sizes and times of the day: compared, or as ranges.

/// From and to, both of them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    from: u64,
    to: u64,
}

impl Range {
    pub(super) fn has(self, value: u64) -> bool {
        self.from <= value && value <= self.to
    }
}

/// What numbers stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Themselves.
    Count,
    /// µs, by their unit.
    Span,
    /// Bytes, by their unit.
    Size,
    /// µs since midnight.
    Daytime,
}

/// Reads `5`, `>5`, `>=5`, `<5`, `<=5`, `=5`, `5..9`, `5..` or `..9`; `None` where it is none of them. One
/// value by itself stands for all that would be written so: `200ms` is up to but not 201 ms.
pub(super) fn range(text: &str, unit: Unit) -> Option<Range> {
    const ALL: Range = Range { from: 0, to: u64::MAX };
    if let Some((from, to)) = text.split_once("..") {
        if from.is_empty() && to.is_empty() {
            return None;
        }
        let from = if from.is_empty() { 0 } else { exactly(from, unit)?.from };
        let to = if to.is_empty() { u64::MAX } else { exactly(to, unit)?.to };
        return Some(Range { from, to });
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some(Range { from: exactly(rest, unit)?.from, ..ALL });
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some(Range { to: exactly(rest, unit)?.to, ..ALL });
    }
    if let Some(rest) = text.strip_prefix('>') {
        let at = exactly(rest, unit)?;
        let from = if unit == Unit::Count { at.to } else { at.from };
        return Some(match from.checked_add(1) {
            Some(from) => Range { from, ..ALL },
            None => Range { from: 1, to: 0 },
        });
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some(match exactly(rest, unit)?.from.checked_sub(1) {
            Some(to) => Range { to, ..ALL },
            None => Range { from: 1, to: 0 },
        });
    }
    exactly(text.strip_prefix('=').unwrap_or(text), unit)
}

fn exactly(text: &str, unit: Unit) -> Option<Range> {
    let units: &[(&str, u64)] = match unit {
        Unit::Count => &[("", 1)],
        Unit::Span => &[("us", 1), ("µs", 1), ("ms", 1_000), ("min", 60_000_000), ("s", 1_000_000)],
        Unit::Size => &[("kb", 1 << 10), ("mb", 1 << 20), ("b", 1), ("", 1)],
        Unit::Daytime => return daytime(text),
    };
    let lower = text.to_lowercase();
    let (number, scale) = units.iter().find_map(|(unit, scale)| Some((lower.strip_suffix(unit)?, *scale)))?;
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 {
        return None;
    }
    let tenth = 10_u64.pow(u32::try_from(part.len()).ok()?);
    // What is finer than the unit's own steps can't be told from the next step.
    let (tenth, part) = if tenth > scale { return None } else { (tenth, part.parse::<u64>().unwrap_or(0)) };
    let step = scale / tenth;
    let from = whole.parse::<u64>().ok()?.checked_mul(scale)?.checked_add(part * scale / tenth)?;
    Some(Range { from, to: from.checked_add(step - 1)? })
}

/// `14`, `14:02`, `14:02:11`, `14:02:11.25`.
fn daytime(text: &str) -> Option<Range> {
    let (clock, part) = text.split_once('.').unwrap_or((text, ""));
    let fields: Vec<&str> = clock.split(':').collect();
    let limits = [24, 60, 60];
    if fields.len() > 3 || (!part.is_empty() && fields.len() < 3) || text.ends_with('.') {
        return None;
    }
    let (mut at, mut step) = (0, 86_400_000_000_u64);
    for (field, limit) in fields.iter().zip(limits) {
        let value = field.parse::<u64>().ok().filter(|value| *value < limit && field.len() <= 2)?;
        step /= limit;
        at += value * step;
    }
    if !part.is_empty() {
        let digits = part.len() <= 6 && part.bytes().all(|byte| byte.is_ascii_digit());
        step /= 10_u64.pow(u32::try_from(part.len()).ok().filter(|_| digits)?);
        at += part.parse::<u64>().ok()? * step;
    }
    Some(Range { from: at, to: at + step - 1 })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("200ms", Unit::Span, Some((200_000, 200_999)))]
    #[case(">200ms", Unit::Span, Some((200_001, u64::MAX)))]
    #[case("<1.5s", Unit::Span, Some((0, 1_499_999)))]
    #[case("<=1.5s", Unit::Span, Some((0, 1_599_999)))]
    #[case("100ms..2min", Unit::Span, Some((100_000, 179_999_999)))]
    #[case("..5us", Unit::Span, Some((0, 5)))]
    #[case("5µs", Unit::Span, Some((5, 5)))]
    #[case("5", Unit::Span, None)]
    #[case("0.0000001s", Unit::Span, None)]
    #[case("99999999999999999999s", Unit::Span, None)]
    #[case("..", Unit::Span, None)]
    #[case("172", Unit::Count, Some((172, 172)))]
    #[case(">172", Unit::Count, Some((173, u64::MAX)))]
    #[case("1.5", Unit::Count, None)]
    #[case("-1", Unit::Count, None)]
    #[case(">", Unit::Count, None)]
    #[case("<0", Unit::Count, Some((1, 0)))]
    #[case(">=10kb", Unit::Size, Some((10_240, u64::MAX)))]
    #[case("1.5MB", Unit::Size, Some((1_572_864, 1_677_720)))]
    #[case("14", Unit::Daytime, Some((50_400_000_000, 53_999_999_999)))]
    #[case("14:02..14:03", Unit::Daytime, Some((50_520_000_000, 50_639_999_999)))]
    #[case("00:00:00.5", Unit::Daytime, Some((500_000, 599_999)))]
    #[case("24:00", Unit::Daytime, None)]
    #[case("14:2:61", Unit::Daytime, None)]
    #[case("1:2:3:4", Unit::Daytime, None)]
    fn a_quantity_is_a_range(#[case] text: &str, #[case] unit: Unit, #[case] found: Option<(u64, u64)>) {
        assert_eq!(range(text, unit).map(|range| (range.from, range.to)), found);
    }
}
