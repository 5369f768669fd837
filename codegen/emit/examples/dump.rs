#[path = "../tests/support/mod.rs"]
mod support;
fn main() {
    let mut args = std::env::args().skip(1);
    let schema = match args.next().as_deref() { Some("blog") => support::blog(), _ => support::hostile() };
    let out = ormolu_codegen::generate(&schema).unwrap_or_else(|e| panic!("{e}"));
    println!("{:?}", out.write(std::path::Path::new(&args.next().unwrap())).unwrap());
}
