//! What all figures share: where things stand on the page, the axes, the header above them.
//!
//! Axes stand a little off the data, so that spikes at the borders are not hidden by lines.

use super::canvas::{Anchor, Canvas, Colour, FAINT, GREY, INK, Label};
use super::legend::{self, Entry};
use super::path::{PathData, Point};
use super::text::Weight;
use super::ticks::{Step, Tick};
use super::{HEIGHT, WIDTH};

/// Edges of the data area, in user units; the left one depends on the labels beside it.
const TOP: f64 = 84.0;
const BOTTOM: f64 = HEIGHT - 74.0;
const RIGHT: f64 = WIDTH - 28.0;
/// Height of the data area, unless a legend takes from it.
pub(super) const DATA_HEIGHT: f64 = BOTTOM - TOP;

/// Baselines and left edge of the header.
const TITLE: f64 = 38.0;
const SUBTITLE: f64 = 63.0;
const MARGIN: f64 = 24.0;
/// Least distance of text from the edge of the page.
const EDGE: f64 = 6.0;

/// Sizes of text, chosen to be read from the back row when the figure fills a slide.
const TITLE_SIZE: f64 = 21.0;
const LABEL_SIZE: f64 = 17.0;
const TICK_SIZE: f64 = 15.5;
const SUBTITLE_SIZE: f64 = 15.0;

/// How small the subtitle may be set, relative to its size, before the legend beside it has to go.
const SMALLEST_SUBTITLE: f64 = 0.6;
/// How much of the data area rows of a legend may take.
const MOST_LEGEND: f64 = 0.4;

const AXIS_OFFSET: f64 = 8.0;
const AXIS_WIDTH: f64 = 1.2;
const TICK_LENGTH: f64 = 5.0;
/// Distance of numbers from their ticks.
const TICK_GAP: f64 = 5.0;
/// Height of digits, relative to the size of the font.
const DIGIT_HEIGHT: f64 = 0.71;

/// The most ticks that read well, and the least air between their labels on the time axis.
const MOST_TICKS_ACROSS: usize = 8;
pub(super) const MOST_TICKS_UP: usize = 8;
const TICK_AIR: f64 = 14.0;

/// An axis: the range of values it spans, its ticks, and what it shows.
pub(super) struct Axis {
    pub(super) low: f64,
    pub(super) high: f64,
    pub(super) ticks: Vec<Tick>,
    pub(super) label: &'static str,
}

impl Axis {
    /// The time axis of a window, of a length on the page: as many ticks as find room.
    fn time((low, high): (f64, f64), length: f64, canvas: &Canvas) -> Self {
        let axis = |most| {
            let ticks = Step::fitting(high - low, most, 0.0).ticks(low, high);
            Self {
                low,
                high,
                ticks,
                label: "Time (s)",
            }
        };
        let roomy = |axis: &Self| {
            let apart = axis.ticks.windows(2).map(|pair| pair[1].at - pair[0].at);
            let apart = apart.fold(high - low, f64::min) / (high - low) * length;
            axis.widest(canvas) + TICK_AIR <= apart
        };
        (2..=MOST_TICKS_ACROSS)
            .rev()
            .map(axis)
            .find(roomy)
            .unwrap_or_else(|| axis(2))
    }

    /// Width of the widest label of its ticks.
    fn widest(&self, canvas: &Canvas) -> f64 {
        let labels = self.ticks.iter().map(|tick| tick_label(tick, Anchor::End));
        labels.map(|label| canvas.width(&label)).fold(0.0, f64::max)
    }

    fn fraction(&self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }
}

/// The data area and its axes.
pub(super) struct Frame {
    x: Axis,
    y: Axis,
    left: f64,
    top: f64,
    legend: Option<legend::Rows>,
}

impl Frame {
    /// Places the axes for a window of time in s and a vertical axis, whose labels decide where
    /// the data area begins.
    pub(super) fn new(canvas: &Canvas, window: (f64, f64), y: Axis) -> Self {
        let left = Self::left_of(canvas, &y);
        let x = Axis::time(window, RIGHT - left, canvas);
        Self::with_axes(canvas, x, y)
    }

    /// Places any two axes.
    pub(super) fn with_axes(canvas: &Canvas, x: Axis, y: Axis) -> Self {
        let (left, top, legend) = (Self::left_of(canvas, &y), TOP, None);
        Self {
            x,
            y,
            left,
            top,
            legend,
        }
    }

    /// Lowers the top of the data area for a legend that does not find room beside the subtitle.
    pub(super) fn make_room(&mut self, canvas: &Canvas, subtitle: &str, legend: &[Entry]) {
        let header = RIGHT - self.header();
        let beside = header - legend::width(canvas, legend);
        let subtitle = canvas.width(&small(subtitle, GREY, Anchor::Start));
        if beside < subtitle * SMALLEST_SUBTITLE {
            let rows = legend::Rows::new(canvas, legend, header, DATA_HEIGHT * MOST_LEGEND);
            self.top = TOP + rows.height();
            self.legend = Some(rows);
        }
    }

    /// Where the data area begins.
    fn left_of(canvas: &Canvas, y: &Axis) -> f64 {
        let labels = MARGIN + LABEL_SIZE + 10.0 + y.widest(canvas);
        labels + TICK_GAP + TICK_LENGTH + AXIS_OFFSET
    }

    /// Where a value pair lies on the page.
    pub(super) fn point(&self, x: f64, y: f64) -> Point {
        (
            self.left + self.x.fraction(x) * self.width(),
            BOTTOM - self.y.fraction(y) * (BOTTOM - self.top),
        )
    }

    /// Width of the data area.
    pub(super) fn width(&self) -> f64 {
        RIGHT - self.left
    }

    /// Draws faint lines across the data area, at the height of the vertical axis' ticks.
    pub(super) fn draw_grid(&self, canvas: &mut Canvas) {
        let mut lines = PathData::default();
        for tick in &self.y.ticks {
            lines.move_to(self.point(self.x.low, tick.at));
            lines.line_to(self.point(self.x.high, tick.at));
        }
        canvas.stroke(&lines, FAINT, 1.0);
    }

    /// Draws both axes with their ticks and labels.
    pub(super) fn draw_axes(&self, canvas: &mut Canvas) {
        let (axis_x, axis_y) = (self.left - AXIS_OFFSET, BOTTOM + AXIS_OFFSET);
        let mut lines = PathData::default();
        lines.move_to((axis_x, self.top));
        lines.line_to((axis_x, BOTTOM));
        lines.move_to((self.left, axis_y));
        lines.line_to((RIGHT, axis_y));
        for tick in &self.y.ticks {
            let (_, y) = self.point(self.x.low, tick.at);
            lines.move_to((axis_x, y));
            lines.line_to((axis_x - TICK_LENGTH, y));
            let baseline = y + TICK_SIZE * DIGIT_HEIGHT / 2.0;
            let end = axis_x - TICK_LENGTH - TICK_GAP;
            canvas.text(&tick_label(tick, Anchor::End), (end, baseline));
        }
        for tick in &self.x.ticks {
            let (x, _) = self.point(tick.at, self.y.low);
            lines.move_to((x, axis_y));
            lines.line_to((x, axis_y + TICK_LENGTH));
            let baseline = axis_y + TICK_LENGTH + TICK_GAP + TICK_SIZE * DIGIT_HEIGHT;
            let label = tick_label(tick, Anchor::Middle);
            let rightmost = WIDTH - EDGE - canvas.width(&label) / 2.0;
            canvas.text(&label, (x.min(rightmost), baseline));
        }
        canvas.stroke(&lines, GREY, AXIS_WIDTH);
        let middle = f64::midpoint(self.left, RIGHT);
        canvas.text(&axis_label(self.x.label), (middle, HEIGHT - 18.0));
        let middle = f64::midpoint(self.top, BOTTOM);
        canvas.text_upwards(&axis_label(self.y.label), (MARGIN + 13.0, middle));
    }

    /// Writes the title, the line below it, and to the right, or where room was made for it, what
    /// the colours mean. A line too long for its place is set smaller.
    pub(super) fn draw_header(
        &self,
        canvas: &mut Canvas,
        title: &str,
        subtitle: &str,
        legend: &[Entry],
    ) {
        let (weight, anchor) = (Weight::Semibold, Anchor::Start);
        let title = Label {
            text: title,
            size: TITLE_SIZE,
            weight,
            colour: INK,
            anchor,
        };
        self.fit(canvas, title, RIGHT, TITLE);
        let right = if let Some(rows) = &self.legend {
            rows.draw(canvas, legend, (self.header(), SUBTITLE));
            RIGHT
        } else {
            legend::draw_beside(canvas, legend, (RIGHT, SUBTITLE))
        };
        self.fit(canvas, small(subtitle, GREY, anchor), right, SUBTITLE);
    }

    /// Writes a label between the start of the header and a right edge; where that leaves no room,
    /// nothing shows, for a negative size would draw it upside down.
    fn fit(&self, canvas: &mut Canvas, label: Label, right: f64, baseline: f64) {
        let room = (right - self.header()).max(0.0);
        let size = label.size * (room / canvas.width(&label)).min(1.0);
        canvas.text(&Label { size, ..label }, (self.header(), baseline));
    }

    /// The header begins above the vertical axis.
    fn header(&self) -> f64 {
        self.left - AXIS_OFFSET
    }
}

fn tick_label(tick: &Tick, anchor: Anchor) -> Label<'_> {
    let (weight, colour) = (Weight::Regular, INK);
    Label {
        text: &tick.label,
        size: TICK_SIZE,
        weight,
        colour,
        anchor,
    }
}

fn axis_label(text: &str) -> Label<'_> {
    let (weight, anchor) = (Weight::Regular, Anchor::Middle);
    Label {
        text,
        size: LABEL_SIZE,
        weight,
        colour: INK,
        anchor,
    }
}

fn small(text: &str, colour: Colour, anchor: Anchor) -> Label<'_> {
    Label {
        text,
        size: SUBTITLE_SIZE,
        weight: Weight::Regular,
        colour,
        anchor,
    }
}
