//! Text as outlines of the bundled font (`fonts/README.md`): the figure looks the same everywhere,
//! whatever fonts are installed there.
//!
//! Labels are single lines of Latin, Greek and mathematical signs, so that laying them out means
//! to set glyph after glyph, moved by its advance width and the kerning of the pair.

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::error::FigureError;
use super::path::{PathData, Point};

static REGULAR: &[u8] = include_bytes!("../../fonts/OpenSans-Regular.ttf");
static SEMIBOLD: &[u8] = include_bytes!("../../fonts/OpenSans-Semibold.ttf");

/// How heavy text is.
#[derive(Clone, Copy)]
pub(super) enum Weight {
    Regular,
    Semibold,
}

/// The bundled fonts, ready to measure and to draw.
pub(super) struct Fonts {
    regular: Face<'static>,
    semibold: Face<'static>,
}

impl Fonts {
    /// Reads the bundled fonts.
    pub(super) fn load() -> Result<Self, FigureError> {
        Ok(Self {
            regular: Face::parse(REGULAR, 0)?,
            semibold: Face::parse(SEMIBOLD, 0)?,
        })
    }

    /// Width of a line of text at a font size, both in user units.
    pub(super) fn width(&self, text: &str, weight: Weight, size: f64) -> f64 {
        let face = self.face(weight);
        let end = layout(face, text).last().map_or(0.0, |glyph| glyph.end);
        end * scale(face, size)
    }

    /// Outlines of a line of text whose baseline begins at `origin`.
    pub(super) fn outline(&self, text: &str, weight: Weight, size: f64, origin: Point) -> PathData {
        let face = self.face(weight);
        let scale = scale(face, size);
        let mut path = PathData::default();
        for glyph in layout(face, text) {
            let origin = (origin.0 + glyph.start * scale, origin.1);
            face.outline_glyph(
                glyph.id,
                &mut Outline {
                    path: &mut path,
                    origin,
                    scale,
                },
            );
        }
        path
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }
}

/// User units per font unit.
fn scale(face: &Face, size: f64) -> f64 {
    size / f64::from(face.units_per_em())
}

/// A glyph in its place on the line, in font units.
struct Glyph {
    id: GlyphId,
    start: f64,
    end: f64,
}

/// Glyphs of a line; a character that the font lacks shows as its box for missing glyphs.
fn layout(face: &Face, text: &str) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(text.len());
    for character in text.chars() {
        let id = face.glyph_index(character).unwrap_or_default();
        let start = glyphs
            .last()
            .map_or(0.0, |last| last.end + kerning(face, last.id, id));
        let end = start + f64::from(face.glyph_hor_advance(id).unwrap_or(0));
        glyphs.push(Glyph { id, start, end });
    }
    glyphs
}

/// By how much the second of two neighbouring glyphs is moved, in font units.
fn kerning(face: &Face, left: GlyphId, right: GlyphId) -> f64 {
    let tables = face
        .tables()
        .kern
        .into_iter()
        .flat_map(|kern| kern.subtables);
    tables
        .filter(|table| table.horizontal)
        .find_map(|table| table.glyphs_kerning(left, right))
        .map_or(0.0, f64::from)
}

/// Carries a glyph from font units (y upwards) to its place in the figure (y downwards).
struct Outline<'a> {
    path: &'a mut PathData,
    origin: Point,
    scale: f64,
}

impl Outline<'_> {
    fn place(&self, x: f32, y: f32) -> Point {
        (
            self.origin.0 + f64::from(x) * self.scale,
            self.origin.1 - f64::from(y) * self.scale,
        )
    }
}

impl OutlineBuilder for Outline<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.place(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.place(x, y));
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.path.quad_to(self.place(x1, y1), self.place(x, y));
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.path
            .cubic_to(self.place(x1, y1), self.place(x2, y2), self.place(x, y));
    }

    fn close(&mut self) {
        self.path.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_have_every_character_that_figures_use() {
        let fonts = Fonts::load().unwrap();
        let letters = ('a'..='z').chain('A'..='Z').chain('0'..='9');
        for character in letters.chain(" ,.:()·−±µτσΔ×≤∞".chars()) {
            for weight in [Weight::Regular, Weight::Semibold] {
                assert!(
                    fonts.face(weight).glyph_index(character).is_some(),
                    "{character:?}"
                );
            }
        }
    }

    #[test]
    fn digits_share_one_width_and_kerning_closes_gaps() {
        let fonts = Fonts::load().unwrap();
        let width = |text| fonts.width(text, Weight::Regular, 100.0);
        assert!((width("0000") - width("1234")).abs() < 1e-9);
        assert!(width("AV") < width("A") + width("V") - 1.0, "no kerning");
        assert!(width("").abs() < 1e-9);
    }

    #[test]
    fn text_ends_where_its_width_says() {
        let fonts = Fonts::load().unwrap();
        let path = fonts.outline("Time (s)", Weight::Semibold, 16.0, (100.0, 50.0));
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100"><path d="{}"/></svg>"#,
            path.as_str(),
        );
        let tree = resvg::usvg::Tree::from_str(&svg, &resvg::usvg::Options::default()).unwrap();
        let ink = tree.root().bounding_box();
        let end = 100.0 + fonts.width("Time (s)", Weight::Semibold, 16.0);
        assert!((f64::from(ink.left()) - 100.0).abs() < 1.5, "{ink:?}");
        assert!((f64::from(ink.right()) - end).abs() < 1.5, "{ink:?}, {end}");
        assert!(ink.top() > 34.0 && ink.bottom() < 55.0, "{ink:?}");
    }
}
