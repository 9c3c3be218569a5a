//! The elementary functions of the hot loops: exp, ln, sine and cosine, and standard normals.
//!
//! One idea: each function is a fixed sequence of IEEE operations without branches or tables, so
//! the compiler can turn a loop over it into vector code of any width and every width gives
//! the same bits. No function of the platform's mathematical library takes part. The errors stated
//! here are measured by the tests beside each function.
//!
//! | function | range | largest error |
//! |---|---|---|
//! | [`exp_f32`] | -87 ..= 80 | 1.2 ulp |
//! | [`exp_f64`] | -708 ..= 700 | 1.1 ulp |
//! | [`ln_f32`] | 2^-32 ..= 1 | 1.5 ulp |
//! | [`ln_f64`] | positive, normal | 2e-12 relative |
//! | [`sin_cos_octant`] | 0 ..= π/4 | 1.2 ulp |

mod exp;
mod ln;
mod ln_f64;
mod normal;
mod trigonometry;

pub use exp::{exp_f32, exp_f64};
pub use ln::ln_f32;
pub use ln_f64::ln_f64;
pub use normal::{GROUP, normals_from_words};
pub use trigonometry::sin_cos_octant;
