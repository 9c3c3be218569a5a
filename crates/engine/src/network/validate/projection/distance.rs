//! Checks of the rule distance.

use super::Wrong;
use crate::network::validate::LARGEST;
use crate::network::{NetworkDescription, Problem, Profile, Projection};

pub(super) fn check(
    description: &NetworkDescription,
    projection: &Projection,
    profile: Profile,
    p_max: f64,
) -> Result<(), Wrong> {
    let wrong = |key, problem| Err(Wrong::new(key, problem));
    let mut spaces = Vec::new();
    for slice in [&projection.source, &projection.target] {
        let population = slice.population;
        match &description.populations[population].positions {
            Some(positions) => spaces.push((positions.dimensions(), positions.circumferences())),
            None => return wrong("connect.rule", Problem::NoPositions { population }),
        }
    }
    if spaces[0] != spaces[1] {
        return wrong("connect.rule", Problem::DifferentSpaces);
    }
    if !(0.0..=1.0).contains(&p_max) {
        let (value, accepted) = (p_max, "a probability from 0 to 1");
        return wrong("connect.p_max", Problem::OutOfRange { value, accepted });
    }
    let key = match profile {
        Profile::Gaussian { .. } => "connect.sd",
        Profile::Exponential { .. } => "connect.length",
    };
    let value = profile.length();
    if !(1.0 / LARGEST..=LARGEST).contains(&value) {
        let accepted = "a length from 1e-15 to 1e15 µm";
        return wrong(key, Problem::OutOfRange { value, accepted });
    }
    Ok(())
}
