//! For tests: what a renderer makes of a figure, independent of how the SVG is written.

use resvg::tiny_skia::PathSegment;
use resvg::usvg::{Color, Node, Options, Paint, Rect, Tree};

use super::Figure;
use super::canvas::Colour;
use super::path::Point;

/// The subpaths, as lists of end points, of all data drawn as strokes of a colour (thus without
/// the dots of the legend, which are wider than any data).
pub(super) fn strokes(figure: &Figure, colour: Colour) -> Vec<Vec<Point>> {
    let tree = Tree::from_str(figure.svg(), &Options::default()).unwrap();
    let mut subpaths = Vec::new();
    for node in tree.root().children() {
        let Node::Path(path) = node else { continue };
        let Some(stroke) = path.stroke() else {
            continue;
        };
        if stroke.paint() != &Paint::Color(rgb(colour)) || stroke.width().get() > 9.0 {
            continue;
        }
        for segment in path.data().segments() {
            match segment {
                PathSegment::MoveTo(to) => subpaths.push(vec![(to.x.into(), to.y.into())]),
                PathSegment::LineTo(to) => {
                    let subpath: &mut Vec<Point> = subpaths.last_mut().unwrap();
                    subpath.push((to.x.into(), to.y.into()));
                }
                other => panic!("data drawn with {other:?}"),
            }
        }
    }
    subpaths
}

/// Whether the figure carries this line of text.
pub(super) fn says(figure: &Figure, text: &str) -> bool {
    figure.svg().contains(&format!("aria-label=\"{text}\""))
}

/// What every element covers of the page, its strokes included, but for the page itself; first of
/// all text, then of all else.
pub(super) fn boxes(figure: &Figure) -> (Vec<Rect>, Vec<Rect>) {
    let tree = Tree::from_str(figure.svg(), &Options::default()).unwrap();
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    collect(tree.root().children(), &mut texts, &mut others);
    texts.remove(0);
    (texts, others)
}

fn collect(nodes: &[Node], texts: &mut Vec<Rect>, others: &mut Vec<Rect>) {
    for node in nodes {
        match node {
            Node::Group(group) => collect(group.children(), texts, others),
            Node::Path(path) if path.stroke().is_some() => {
                others.push(path.abs_stroke_bounding_box());
            }
            other => texts.push(other.abs_bounding_box()),
        }
    }
}

fn rgb(colour: Colour) -> Color {
    let channel = |at: usize| u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
    Color::new_rgb(channel(1), channel(3), channel(5))
}
