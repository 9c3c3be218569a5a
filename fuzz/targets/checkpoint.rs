#![no_main]
adexnet_fuzz::target!(Checkpoint);
