#![no_main]
adexnet_fuzz::target!(Records);
