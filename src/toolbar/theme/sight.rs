//! How colours look to people: how far apart two are (CIEDE2000), and what is left of one for an eye that
//! lacks a kind of cone (Machado, Oliveira and Fernandes 2009, full severity). For tests.

use super::colour::Rgb;

/// A kind of cone that is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lacks {
    /// The long ones: protanopia.
    Long,
    /// The middle ones: deuteranopia.
    Middle,
    /// The short ones: tritanopia.
    Short,
}

impl Lacks {
    pub const ALL: [Lacks; 3] = [Lacks::Long, Lacks::Middle, Lacks::Short];

    /// What a colour looks like to such an eye.
    pub fn sees(self, colour: Rgb) -> Rgb {
        let rows = match self {
            Lacks::Long => [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
            Lacks::Middle => [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
            Lacks::Short => [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        };
        let light = colour.linear();
        Rgb::from_linear(rows.map(|row| row.iter().zip(light).map(|(part, light)| part * light).sum()))
    }
}

/// A colour as CIELAB under D65.
fn lab(colour: Rgb) -> [f64; 3] {
    let [r, g, b] = colour.linear();
    let x = 0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b;
    let y = 0.212_672_9 * r + 0.715_152_2 * g + 0.072_175_0 * b;
    let z = 0.019_333_9 * r + 0.119_192_0 * g + 0.950_304_1 * b;
    let f = |t: f64| {
        if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 }
    };
    let [fx, fy, fz] = [x / 0.950_47, y, z / 1.088_83].map(f);
    [116.0 * fy - 16.0, 500.0 * (fx - fy), 200.0 * (fy - fz)]
}

/// ΔE2000 of two colours.
pub fn apart(one: Rgb, two: Rgb) -> f64 {
    ciede2000(lab(one), lab(two))
}

fn ciede2000([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
    let seventh = |c: f64| (c.powi(7) / (c.powi(7) + 25f64.powi(7))).sqrt();
    let stretch = 1.0 + 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * stretch, a2 * stretch);
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let (dl, dc) = (l2 - l1, c2 - c1);
    let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin();
    let (l, c) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let h = match (h1 + h2, (h1 - h2).abs()) {
        (sum, _) if grey => sum,
        (sum, between) if between <= 180.0 => sum / 2.0,
        (sum, _) if sum < 360.0 => (sum + 360.0) / 2.0,
        (sum, _) => (sum - 360.0) / 2.0,
    };
    let cos = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
        - 0.20 * cos(4.0 * h - 63.0);
    let blue = 30.0 * (-((h - 275.0) / 25.0).powi(2)).exp();
    let sl = 1.0 + 0.015 * (l - 50.0).powi(2) / (20.0 + (l - 50.0).powi(2)).sqrt();
    let (sc, sh) = (1.0 + 0.045 * c, 1.0 + 0.015 * c * t);
    let turned = -(2.0 * blue).to_radians().sin() * 2.0 * seventh(c);
    let (l, c, h) = (dl / sl, dc / sc, dh / sh);
    (l * l + c * c + h * h + turned * c * h).sqrt()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// Pairs of Sharma, Wu and Dalal's test data (2005), those where implementations go wrong among them.
    #[rstest]
    #[case([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425)]
    #[case([50.0, -1.3802, -84.2814], [50.0, 0.0, -82.7485], 1.0000)]
    #[case([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669)]
    #[case([50.0, 2.49, -0.001], [50.0, -2.49, 0.0009], 7.1792)]
    #[case([50.0, 2.49, -0.001], [50.0, -2.49, 0.0011], 7.2195)]
    #[case([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492)]
    #[case([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644)]
    #[case([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082)]
    fn differences_are_those_of_the_paper(
        #[case] one: [f64; 3],
        #[case] two: [f64; 3],
        #[case] expected: f64,
    ) {
        assert!((ciede2000(one, two) - expected).abs() < 0.000_1, "{}", ciede2000(one, two));
        assert!((ciede2000(two, one) - expected).abs() < 0.000_1);
    }

    #[test]
    fn white_stays_white_and_red_and_green_come_together() {
        for lacks in Lacks::ALL {
            assert_eq!((lacks.sees(Rgb::WHITE), lacks.sees(Rgb::BLACK)), (Rgb::WHITE, Rgb::BLACK));
        }
        let (red, green) = (Rgb([200, 60, 60]), Rgb([110, 130, 40]));
        let seen = apart(Lacks::Middle.sees(red), Lacks::Middle.sees(green));
        assert!(seen < apart(red, green) / 3.0, "{seen} of {}", apart(red, green));
    }
}
