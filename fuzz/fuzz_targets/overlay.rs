#![no_main]
#![allow(missing_docs, reason = "the target is described where it is defined")]

libfuzzer_sys::fuzz_target!(|text: &str| ormolu_fuzz::overlay(text));
