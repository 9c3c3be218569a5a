//! The time of a neuron-step against the size of the network: a flat line is linear scaling.

use super::Figure;
use super::canvas::{BLUE, BROWN, Canvas, Colour, GREEN, INK, ORANGE, PURPLE, SKY, VERMILION};
use super::error::FigureError;
use super::frame::{Axis, Frame, MOST_TICKS_UP};
use super::legend::Entry;
use super::path::PathData;
use super::ticks::{Step, Tick, grouped};

/// Colours of the lines, in their order.
const COLOURS: [Colour; 8] = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, INK, BROWN];
/// The most lines that are told apart by colour alone. Of more, the second half has the colours of
/// the first, with dashes and rings: the benchmark draws its two precisions one after the other,
/// so that equal numbers of threads share a colour. Looks come again after 16 lines.
const MOST_PLAIN: usize = 5;

const LINE_WIDTH: f64 = 2.2;
const DOT: f64 = 8.0;

/// Times of a neuron-step by network size.
#[derive(Clone, Copy, Debug)]
pub struct ScalingFigure<'a> {
    /// The machine, for the line below the title.
    pub machine: &'a str,
    /// One line for each way of simulating.
    pub lines: &'a [ScalingLine],
}

/// Times of one way of simulating.
#[derive(Clone, Debug, PartialEq)]
pub struct ScalingLine {
    /// What the legend says: "single, 2 threads".
    pub label: String,
    /// Number of neurons and wall time of a neuron-step in ns, both positive.
    pub points: Vec<(f64, f64)>,
}

impl ScalingFigure<'_> {
    /// Draws the figure.
    ///
    /// # Errors
    ///
    /// [`FigureError::Scaling`] for a number of neurons or a time that is not positive and finite, or
    /// if there are none.
    pub fn draw(&self) -> Result<Figure, FigureError> {
        let points = || self.lines.iter().flat_map(|line| &line.points);
        for &(neurons, time) in points() {
            if !((1.0..=1e12).contains(&neurons) && time > 0.0 && time <= 1e9) {
                return Err(FigureError::Scaling { neurons, time });
            }
        }
        let sizes = || points().map(|&(neurons, _)| neurons.log10());
        let (low, high) = (
            sizes().fold(f64::INFINITY, f64::min).floor(),
            sizes().fold(f64::NEG_INFINITY, f64::max).ceil(),
        );
        if low > high {
            let (neurons, time) = (f64::NAN, f64::NAN);
            return Err(FigureError::Scaling { neurons, time });
        }
        let highest = points().map(|&(_, time)| time).fold(0.0, f64::max);
        let title = "Time of one step of one neuron";
        let mut canvas = Canvas::new(title)?;
        let machine: String = self
            .machine
            .chars()
            .filter(|c| !"<>&\"".contains(*c))
            .collect();
        let legend = looks(self.lines);
        let mut frame = Frame::with_axes(
            &canvas,
            size_axis(low, high.max(low + 1.0)),
            time_axis(highest),
        );
        frame.make_room(&canvas, &machine, &legend);
        frame.draw_grid(&mut canvas);
        frame.draw_axes(&mut canvas);
        for (line, look) in self.lines.iter().zip(&legend) {
            let mut sorted = line.points.clone();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            let (mut path, mut dots) = (PathData::default(), Vec::new());
            for (index, &(neurons, time)) in sorted.iter().enumerate() {
                let at = frame.point(neurons.log10(), time);
                if index == 0 {
                    path.move_to(at);
                } else {
                    path.line_to(at);
                }
                dots.push(at);
            }
            if look.hollow {
                canvas.stroke_dashed(&path, look.colour, LINE_WIDTH);
            } else {
                canvas.stroke(&path, look.colour, LINE_WIDTH);
            }
            canvas.dots(&dots, look.colour, DOT, look.hollow);
        }
        frame.draw_header(&mut canvas, title, &machine, &legend);
        Ok(canvas.finish())
    }
}

/// The lines with their looks.
fn looks(lines: &[ScalingLine]) -> Vec<Entry<'_>> {
    let colours = if lines.len() <= MOST_PLAIN {
        MOST_PLAIN
    } else {
        lines.len().div_ceil(2).min(COLOURS.len())
    };
    let looks = lines.iter().enumerate().map(|(index, line)| Entry {
        colour: COLOURS[index % colours],
        hollow: index / colours % 2 == 1,
        text: &line.label,
    });
    looks.collect()
}

/// Powers of ten.
fn size_axis(low: f64, high: f64) -> Axis {
    let powers = low as i32..=high as i32;
    let tick = |power: i32| Tick {
        at: f64::from(power),
        label: grouped(&format!("{:.0}", 10_f64.powi(power))),
    };
    Axis {
        low,
        high,
        ticks: powers.map(tick).collect(),
        label: "Neurons",
    }
}

/// From 0 to the first tick that no time exceeds.
fn time_axis(highest: f64) -> Axis {
    let step = Step::fitting(highest, MOST_TICKS_UP - 1, 0.0);
    let high = (highest / step.length()).ceil() * step.length();
    Axis {
        low: 0.0,
        high,
        ticks: step.ticks(0.0, high),
        label: "Wall time (ns)",
    }
}

#[cfg(test)]
mod tests {
    use super::super::rendered::{boxes, says, strokes};
    use super::super::{HEIGHT, WIDTH};
    use super::*;

    fn line(points: &[(f64, f64)]) -> ScalingLine {
        ScalingLine {
            label: "single, 1 thread".to_owned(),
            points: points.to_vec(),
        }
    }

    #[test]
    fn points_stand_where_their_numbers_say() {
        let lines = [line(&[(1e6, 4.0), (100.0, 8.0), (1e4, 4.0)])];
        let figure = ScalingFigure {
            machine: "a & b",
            lines: &lines,
        }
        .draw()
        .unwrap();
        assert!(says(&figure, "single, 1 thread") && says(&figure, "1,000,000"));
        assert!(says(&figure, "a  b"), "no character that XML reserves");
        let drawn = strokes(&figure, BLUE);
        let [(x0, y0), (x1, y1), (x2, y2)] = drawn[0][..] else {
            panic!("three points: {drawn:?}");
        };
        assert!(((x1 - x0) - (x2 - x1)).abs() < 0.1, "sizes are logarithmic");
        assert!(y0 < y1 && (y1 - y2).abs() < 0.01, "more time is higher");
    }

    /// A line for each of two precisions and of some numbers of threads, as the benchmark has.
    fn lines(count: usize) -> Vec<ScalingLine> {
        let each = count.div_ceil(2);
        let line = |index: usize| ScalingLine {
            label: format!(
                "{}, {} threads",
                ["double", "single"][index / each],
                index % each + 1
            ),
            points: [100.0, 4000.0, 1e5]
                .map(|neurons: f64| (neurons, 4.0 + 30.0 / (index + 1) as f64 + neurons.log10()))
                .to_vec(),
        };
        (0..count).map(line).collect()
    }

    fn draw(lines: &[ScalingLine]) -> Figure {
        let machine = "Intel(R) Xeon(R) Platinum 8370C CPU @ 2.80GHz";
        ScalingFigure { machine, lines }.draw().unwrap()
    }

    #[test]
    fn any_number_of_lines_stays_on_the_page_and_covers_no_text() {
        for count in [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 100] {
            let figure = draw(&lines(count));
            let (texts, others) = boxes(&figure);
            for shown in texts.iter().chain(&others) {
                let across = shown.left() >= 0.0 && f64::from(shown.right()) <= WIDTH;
                let down = shown.top() >= 0.0 && f64::from(shown.bottom()) <= HEIGHT;
                assert!(across && down, "{count} lines: {shown:?}");
            }
            for (index, text) in texts.iter().enumerate() {
                for other in texts[..index].iter().chain(&others) {
                    let apart = text.right() <= other.left()
                        || other.right() <= text.left()
                        || text.bottom() <= other.top()
                        || other.bottom() <= text.top();
                    assert!(apart, "{count} lines: {text:?} and {other:?}");
                }
            }
        }
    }

    #[test]
    fn up_to_16_lines_look_different_and_precisions_of_as_many_threads_share_a_colour() {
        for count in 1..=16 {
            let lines = lines(count);
            let looks = looks(&lines);
            for (index, look) in looks.iter().enumerate() {
                let same =
                    |other: &&Entry| (other.colour, other.hollow) == (look.colour, look.hollow);
                assert_eq!(looks[..index].iter().find(same).map(|l| l.text), None);
            }
            if count > MOST_PLAIN && count % 2 == 0 {
                assert_eq!(looks[0].colour, looks[count / 2].colour, "{count} lines");
            }
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_refused() {
        for points in [&[][..], &[(0.0, 1.0)], &[(10.0, f64::NAN)], &[(10.0, -1.0)]] {
            let lines = [line(points)];
            let refused = ScalingFigure {
                machine: "",
                lines: &lines,
            }
            .draw();
            assert!(
                matches!(refused, Err(FigureError::Scaling { .. })),
                "{points:?}"
            );
        }
    }
}
