//! The figures: the membrane potential of one neuron and the raster of all spikes of a run, and how
//! throughput scales with the size of networks.
//!
//! A figure is drawn once, as an SVG document; its PNG is that very document rendered, so the two
//! never differ. The SVG needs nothing from where it is shown: text is drawn as outlines of a font
//! that is bundled with this crate. Drawing depends on the data alone: the same data give the
//! same bytes on every machine.
//!
//! SVG is written here rather than through a plotting crate because those at hand (`plotters`)
//! round every coordinate to whole pixels, which is coarser than a trace of 20,000 samples or a
//! raster of thousands of neurons needs.
//!
//! ```
//! use adexnet_io::figures::RasterFigure;
//!
//! let figure = RasterFigure {
//!     size: 100,
//!     inhibitory: &[80..100],
//!     times: &[0.1, 0.25, 0.7],
//!     neurons: &[3, 17, 81],
//!     window: (0.0, 1.0),
//! }
//! .draw()?;
//! assert!(figure.svg().contains("80 excitatory and 20 inhibitory neurons"));
//! let png = figure.png(2.0)?; // 1600 x 900 pixels
//! # assert!(png.starts_with(b"\x89PNG"));
//! # Ok::<(), adexnet_io::figures::FigureError>(())
//! ```

mod canvas;
mod error;
mod frame;
mod kinds;
mod legend;
mod path;
mod raster;
#[cfg(test)]
mod rendered;
mod scaling;
mod text;
mod thinning;
mod ticks;
mod voltage;

pub use error::FigureError;
pub use raster::RasterFigure;
pub use scaling::{ScalingFigure, ScalingLine};
pub use voltage::VoltageFigure;

use resvg::{tiny_skia, usvg};

/// Width of every figure, in SVG user units (CSS pixels).
pub const WIDTH: f64 = 800.0;
/// Height of every figure, in SVG user units: 16:9, the shape of a slide.
pub const HEIGHT: f64 = 450.0;

/// The scales that [`Figure::png`] accepts: at most 8000 x 4500 pixels.
const SCALES: std::ops::RangeInclusive<f32> = 0.1..=10.0;

/// A finished figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    svg: String,
}

impl Figure {
    /// The figure as a self-contained SVG document of [`WIDTH`] x [`HEIGHT`] user units.
    pub fn svg(&self) -> &str {
        &self.svg
    }

    /// The figure as a PNG file of `scale` pixels per user unit; 2 gives 1600 x 900 pixels.
    ///
    /// # Errors
    ///
    /// [`FigureError::Scale`] unless `scale` lies between 0.1 and 10; [`FigureError::Svg`] and
    /// [`FigureError::Png`] if the renderer refuses the document, which would be a bug here.
    pub fn png(&self, scale: f32) -> Result<Vec<u8>, FigureError> {
        if !SCALES.contains(&scale) {
            return Err(FigureError::Scale(scale));
        }
        let tree = usvg::Tree::from_str(&self.svg, &usvg::Options::default())?;
        let pixels = |length: f64| (length * f64::from(scale)).round() as u32;
        let mut pixmap = tiny_skia::Pixmap::new(pixels(WIDTH), pixels(HEIGHT))
            .ok_or(FigureError::Scale(scale))?;
        let transform = tiny_skia::Transform::from_scale(scale, scale);
        resvg::render(&tree, transform, &mut pixmap.as_mut());
        pixmap
            .encode_png()
            .map_err(|error| FigureError::Png(Box::new(error)))
    }
}

/// The span of simulated time that a figure shows, in s: finite, not reversed, not too short for
/// the numbers on its axis.
fn check_window((start, end): (f64, f64)) -> Result<(), FigureError> {
    const LATEST: f64 = 1e6;
    const SHORTEST: f64 = 1e-6;
    if start.abs() <= LATEST && end.abs() <= LATEST && end - start >= SHORTEST {
        Ok(())
    } else {
        Err(FigureError::Window { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure() -> Figure {
        RasterFigure {
            size: 3,
            inhibitory: &[],
            times: &[0.5],
            neurons: &[1],
            window: (0.0, 1.0),
        }
        .draw()
        .unwrap()
    }

    /// Width and height from the header chunk of a PNG file.
    fn dimensions(png: &[u8]) -> (u32, u32) {
        let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        assert_eq!(&png[12..16], b"IHDR");
        (number(16), number(20))
    }

    #[test]
    fn a_png_has_scale_times_the_size_of_the_figure() {
        assert_eq!(dimensions(&figure().png(1.0).unwrap()), (800, 450));
        assert_eq!(dimensions(&figure().png(2.0).unwrap()), (1600, 900));
        assert_eq!(dimensions(&figure().png(0.1).unwrap()), (80, 45));
    }

    #[test]
    fn a_png_is_opaque_white_where_nothing_is_drawn() {
        let pixmap = tiny_skia::Pixmap::decode_png(&figure().png(1.0).unwrap()).unwrap();
        for (x, y) in [(0, 0), (799, 449)] {
            let pixel = pixmap.pixel(x, y).unwrap();
            let channels = (pixel.red(), pixel.green(), pixel.blue(), pixel.alpha());
            assert_eq!(channels, (255, 255, 255, 255), "at ({x}, {y})");
        }
    }

    #[test]
    fn scales_that_make_no_picture_are_refused() {
        for scale in [0.0, -1.0, 11.0, f32::NAN, f32::INFINITY] {
            assert!(
                matches!(figure().png(scale), Err(FigureError::Scale(_))),
                "{scale}"
            );
        }
    }

    #[test]
    fn windows_without_length_are_refused() {
        for window in [
            (1.0, 1.0),
            (2.0, 1.0),
            (0.0, f64::NAN),
            (0.0, f64::INFINITY),
            (0.0, 1e9),
        ] {
            let refused = check_window(window);
            assert!(
                matches!(refused, Err(FigureError::Window { .. })),
                "{window:?}"
            );
        }
    }
}
