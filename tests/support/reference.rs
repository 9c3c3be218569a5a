//! The reference data, and how numbers are compared with it.

use adexnet::engine::{LegacyGenerator, Variable};
use adexnet::model::units::Unit;
use ndarray::{Array2, ArrayBase, Dimension, Ix0, Ix1, IxDyn, OwnedRepr};
use ndarray_npy::{NpzReader, ReadableElement};
use std::fs::File;
use std::path::PathBuf;

/// Opens a file of the reference data, made by Brian2 runs (see tests/data/README.md).
pub struct Reference(NpzReader<File>, &'static str);

impl Reference {
    pub fn open(name: &'static str) -> Self {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/data")
            .join(name);
        let file = File::open(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self(
            NpzReader::new(file).expect("the reference is an npz file"),
            name,
        )
    }

    pub fn has(&mut self, key: &str) -> bool {
        let names = self.0.names().expect("the reference has arrays");
        names.iter().any(|name| name == key)
    }

    pub fn array<T: ReadableElement, D: Dimension>(
        &mut self,
        key: &str,
    ) -> ArrayBase<OwnedRepr<T>, D> {
        let read = self.0.by_name(&format!("{key}.npy"));
        read.unwrap_or_else(|error| panic!("{} in {}: {error}", key, self.1))
    }

    pub fn vector<T: ReadableElement>(&mut self, key: &str) -> Vec<T> {
        self.array::<T, Ix1>(key).into_iter().collect()
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> i64 {
        self.array::<i64, Ix0>(key).into_scalar()
    }

    /// One number, or several.
    pub fn numbers(&mut self, key: &str) -> Vec<f64> {
        self.array::<f64, IxDyn>(key).into_iter().collect()
    }
}

/// Standard normals as the reference runs used them: drawn by NumPy, rounded to single precision.
pub fn normals(seed: u32, steps: usize, neurons: usize) -> Array2<f64> {
    let mut random = LegacyGenerator::new(seed);
    Array2::from_shape_simple_fn((steps, neurons), || f64::from(random.randn() as f32))
}

/// What an SI value is multiplied by to be one in this unit.
pub fn from_si(unit: Unit) -> f64 {
    match unit {
        Unit::MS | Unit::MV => 1e3,
        Unit::PA | Unit::PF | Unit::PA_SQRT_S => 1e12,
        Unit::NS => 1e9,
        Unit::PER_MS => 1e-3,
        Unit::MV_PER_MS | Unit::HZ | Unit::S | Unit::ONE => 1.0,
        other => panic!("{} is no unit of the reference data", other.symbol()),
    }
}

/// Compares samples with the reference in SI units: V below `upswing` must agree to 1e-9 mV, w, u and I to
/// 1e-9 of their units, conductances to 1e-11 nS.
pub fn compare(variable: Variable, upswing: f64, found: &[f64], reference: &[f64], what: &str) {
    let tolerance = match variable {
        Variable::GE | Variable::GI => 1e-11,
        _ => 1e-9,
    };
    let factor = from_si(variable.unit);
    assert!(
        found.len() <= reference.len(),
        "{what}: the reference is too short"
    );
    for (n, (&found, &reference)) in found.iter().zip(reference).enumerate() {
        let expected = factor * reference;
        if variable == Variable::V && expected >= upswing {
            continue;
        }
        let difference = (found - expected).abs();
        assert!(
            difference < tolerance,
            "{what}: {variable:?}[{n}] = {found}, expected {expected}"
        );
    }
}
