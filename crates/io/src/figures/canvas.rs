//! The SVG document under construction: strokes, dots and text, in the colours of the figures.

use std::fmt::Write as _;

use super::error::FigureError;
use super::path::{PathData, Point};
use super::text::{Fonts, Weight};
use super::{Figure, HEIGHT, WIDTH};

/// A colour as SVG writes it.
pub(super) type Colour = &'static str;

/// Titles and labels.
pub(super) const INK: Colour = "#1f1f1f";
/// What should stand back: subtitles, axes.
pub(super) const GREY: Colour = "#595959";
/// Lines to read values by.
pub(super) const FAINT: Colour = "#e4e4e4";
/// Blue of Okabe and Ito's palette, which colour-blind people can tell apart.
pub(super) const BLUE: Colour = "#0072b2";
/// Vermilion of the same palette.
pub(super) const VERMILION: Colour = "#d55e00";

/// Green, purple and orange of the same palette.
pub(super) const GREEN: Colour = "#009e73";
pub(super) const PURPLE: Colour = "#cc79a7";
pub(super) const ORANGE: Colour = "#e69f00";
/// Sky blue of the same palette, and a brown that is darker than all of it.
pub(super) const SKY: Colour = "#56b4e9";
pub(super) const BROWN: Colour = "#6b3e1d";

/// The page, which shows through rings.
const WHITE: Colour = "#fff";
/// Diameter of the hole of a ring, relative to that of the ring.
const HOLE: f64 = 0.5;

/// Which point of a label its position names.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A line of text and how it is set.
#[derive(Clone, Copy)]
pub(super) struct Label<'a> {
    pub(super) text: &'a str,
    pub(super) size: f64,
    pub(super) weight: Weight,
    pub(super) colour: Colour,
    pub(super) anchor: Anchor,
}

/// A figure being drawn: later elements lie above earlier ones.
pub(super) struct Canvas {
    svg: String,
    fonts: Fonts,
}

impl Canvas {
    /// A white page, named for those who cannot see it.
    pub(super) fn new(title: &str) -> Result<Self, FigureError> {
        let mut canvas = Self {
            svg: String::new(),
            fonts: Fonts::load()?,
        };
        canvas.write(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\">\n<title>{title}</title>\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n",
        ));
        Ok(canvas)
    }

    /// Width of a label, in user units.
    pub(super) fn width(&self, label: &Label) -> f64 {
        self.fonts.width(label.text, label.weight, label.size)
    }

    /// Strokes a path with round caps and joins, so that dots are discs.
    pub(super) fn stroke(&mut self, path: &PathData, colour: Colour, width: f64) {
        self.stroke_with(path, colour, width, "");
    }

    /// Strokes a path with dashes.
    pub(super) fn stroke_dashed(&mut self, path: &PathData, colour: Colour, width: f64) {
        self.stroke_with(path, colour, width, " stroke-dasharray=\"7 6\"");
    }

    /// Draws discs, or rings of the same diameter.
    pub(super) fn dots(&mut self, at: &[Point], colour: Colour, diameter: f64, hollow: bool) {
        let mut dots = PathData::default();
        for &point in at {
            dots.dot(point);
        }
        self.stroke(&dots, colour, diameter);
        if hollow {
            self.stroke(&dots, WHITE, diameter * HOLE);
        }
    }

    fn stroke_with(&mut self, path: &PathData, colour: Colour, width: f64, dashes: &str) {
        if path.is_empty() {
            return;
        }
        let d = path.as_str();
        self.write(format_args!(
            "<path fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:.2}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"{dashes} d=\"{d}\"/>\n",
        ));
    }

    /// Writes a label with its baseline at a point.
    pub(super) fn text(&mut self, label: &Label, at: Point) {
        self.label(label, at, "");
    }

    /// Writes a label that reads upwards, its baseline to the right of the letters.
    pub(super) fn text_upwards(&mut self, label: &Label, at: Point) {
        let transform = format!(" transform=\"rotate(-90 {:.2} {:.2})\"", at.0, at.1);
        self.label(label, at, &transform);
    }

    /// The figure, complete.
    pub(super) fn finish(mut self) -> Figure {
        self.svg.push_str("</svg>\n");
        Figure { svg: self.svg }
    }

    fn label(&mut self, label: &Label, at: Point, transform: &str) {
        let shift = match label.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => self.width(label) / 2.0,
            Anchor::End => self.width(label),
        };
        let origin = (at.0 - shift, at.1);
        let path = self
            .fonts
            .outline(label.text, label.weight, label.size, origin);
        let (text, colour, d) = (label.text, label.colour, path.as_str());
        self.write(format_args!(
            "<path aria-label=\"{text}\" fill=\"{colour}\"{transform} d=\"{d}\"/>\n",
        ));
    }

    /// Appends markup. The texts of figures hold no character that XML reserves.
    fn write(&mut self, markup: std::fmt::Arguments) {
        let written = self.svg.write_fmt(markup);
        debug_assert!(written.is_ok(), "a String accepts all text");
    }
}
