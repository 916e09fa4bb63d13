//! Where blocks end, and what closes them when their brace is missing.

use super::support::read;

#[test]
fn a_field_may_be_called_like_a_kind_when_it_is_indented() {
    insta::assert_snapshot!(read("contract c {\n  clock usual\n  period month\n  text \"binding\"\n  liability at most 5 EUR\n  service x, y\n}\n"), @r#"
    contract c
      (clock usual)
      (period month)
      (text "binding")
      (liability (<= 5:EUR))
      (service x, y)
    "#);
}

#[test]
fn a_block_whose_lines_are_at_the_margin_may_have_such_fields_too() {
    insta::assert_snapshot!(read("contract c {\nreference \"r\"\nclock usual\n}\ntier g {\n}\n"), @r#"
    contract c
      (reference "r")
      (clock usual)
    tier g
    "#);
}

#[test]
fn a_kind_at_the_margin_closes_the_block() {
    insta::assert_snapshot!(read("tier gold {\n  x 5 h\n\n/// note\nservice erp\nsupplier a \"x\"\n"), @r#"
    tier gold
      (x 5:h)
    /// note
    service erp
    supplier a "x"
    ! 1:1-10 unclosed-block: the block that begins here is not closed
        5:1 `service` begins the next one
        help: write `}` on a line of its own before what follows
    "#);
}

#[test]
fn an_indented_header_with_a_block_or_a_label_closes_the_block() {
    insta::assert_snapshot!(read("  tier gold {\n    x 5 h\n  tier silver of a {\n    y 5 h\n  provider n \"N\"\n"), @r#"
    tier gold
      (x 5:h)
    tier silver (of a)
      (y 5:h)
    provider n "N"
    ! 1:3-12 unclosed-block: the block that begins here is not closed
        3:3 `tier` begins the next one
        help: write `}` on a line of its own before what follows
    ! 3:3-19 unclosed-block: the block that begins here is not closed
        5:3 `provider` begins the next one
        help: write `}` on a line of its own before what follows
    "#);
}

#[test]
fn a_table_of_declarations_at_the_margin_closes_the_block() {
    insta::assert_snapshot!(read("tier gold {\n  x 5 h\n\n| role | of |\n|---|---|\n| l1 | nord |\n"), @r"
    tier gold
      (x 5:h)
    |role|of|
    > l1 | nord
    ! 1:1-10 unclosed-block: the block that begins here is not closed
        4:1 the next one begins here
        help: write `}` on a line of its own before what follows
    ");
}

#[test]
fn the_brace_of_a_block_that_was_closed_early_is_forgiven_once() {
    insta::assert_snapshot!(read("tier gold {\n  penalty p \"P\" { x 5 }\n}\n}\n"), @r#"
    tier gold
    penalty p "P"
      (x 5)
    ! 1:1-10 unclosed-block: the block that begins here is not closed
        2:3 `penalty` begins the next one
        help: write `}` on a line of its own before what follows
    ! 4:1-2 stray-brace: this `}` belongs to no declaration
        help: remove it, or open its block with `{` after the header
    "#);
}

#[test]
fn in_a_template_only_the_inner_block_is_closed() {
    insta::assert_snapshot!(read("template t {\n  tier a {\n    x 5 h\n  tier b {\n    y 5 h\n  }\n}\nprovider n \"N\"\n"), @r#"
    template t
      tier a
        (x 5:h)
      tier b
        (y 5:h)
    provider n "N"
    ! 2:3-9 unclosed-block: the block that begins here is not closed
        4:3 `tier` begins the next one
        help: write `}` on a line of its own before what follows
    "#);
}

#[test]
fn a_template_without_an_end_is_closed_at_the_margin() {
    insta::assert_snapshot!(read("template t {\n  tier a { x 5 h }\ntier b { y 5 h }\n"), @r"
    template t
      tier a
        (x 5:h)
    tier b
      (y 5:h)
    ! 1:1-11 unclosed-block: the block that begins here is not closed
        3:1 `tier` begins the next one
        help: write `}` on a line of its own before what follows
    ");
}

#[test]
fn a_block_may_end_with_the_file() {
    insta::assert_snapshot!(read("tier a {\n  x 5 h"), @r"
    tier a
      (x 5:h)
    ! 1:1-7 unclosed-block: the block that begins here is not closed
        help: write `}` where it ends
    ");
}

#[test]
fn a_field_has_no_block() {
    insta::assert_snapshot!(read("tier a {\n  x 5 h {\n    y 6 h\n  }\n  z 7 h\n}\n"), @r"
    tier a
      (x 5:h)
      (z 7:h)
    ! 2:9-10 stray-brace: a field has no block
        help: only declarations have blocks, and they nest in templates only
    ");
}

#[test]
fn a_bad_header_keeps_its_kind_its_name_and_its_block() {
    insta::assert_snapshot!(read("tier gold of , to acme {\n  x 5 h\n}\n"), @r"
    tier gold
      (x 5:h)
    ! 1:14-15 syntax-error: `,` was not expected here
        1:14 expected a value
        help: write a value here
    ");
}

#[test]
fn a_line_that_begins_nothing_is_one_finding() {
    insta::assert_snapshot!(read("gibberish 5 h\n5 h\n%\nprovider n \"N\"\n"), @r#"
    provider n "N"
    ! 1:1-10 unknown-kind: `gibberish` is not a kind of declaration
        help: a declaration begins with its kind, such as `tier` or `penalty`; a field stands inside a block
    ! 2:1-2 unknown-kind: `5` is not a kind of declaration
        help: a declaration begins with its kind, such as `tier` or `penalty`; a field stands inside a block
    ! 3:1-2 syntax-error: `%` was not expected here
        3:1 expected a declaration, such as `tier gold of nord to acme { … }`
        help: write a declaration, such as `tier gold of nord to acme { … }` here
    "#);
}

#[test]
fn a_bad_row_leaves_the_other_rows() {
    insta::assert_snapshot!(read("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | ) |\n| 5 | 6 |\n"), @r"
    |a|b|
    > 1 | 2
    > 5 | 6
    ! 4:7-8 syntax-error: `)` was not expected here
        4:7 expected a value
        help: write a value here
    ");
}

#[test]
fn a_second_ruler_is_no_row() {
    insta::assert_snapshot!(read("| a |\n|---|\n| 1 |\n|---|\n| 2 |\n"), @r"
    |a|
    > 1
    > 2
    ! 4:1-6 bad-table: a second ruler stands in this table
        help: a table has one ruler, after its heads
    ");
}

#[test]
fn two_tables_without_an_empty_line_are_one_mistake() {
    insta::assert_snapshot!(read("| a | b |\n|---|---|\n| 1 | 2 |\n| x | y | z |\n|---|---|---|\n| 3 | 4 | 5 |\n"), @r"
    |a|b|
    > 1 | 2
    |x|y|z|
    > 3 | 4 | 5
    ! 4:1-14 bad-table: another table begins here, and no empty line ends the one before
        help: put an empty line before it
    ");
    insta::assert_snapshot!(read("| given | is |\n|---|---|\n| a | 2 |\n| expect | is |\n|---|---|\n| b | 4 |\n"), @r"
    |given|is|
    > a | 2
    |expect|is|
    > b | 4
    ! 4:1-16 bad-table: another table begins here, and no empty line ends the one before
        help: put an empty line before it
    ");
}

#[test]
fn a_note_before_a_row_is_misplaced() {
    insta::assert_snapshot!(read("| a | b |\n|---|---|\n| 1 | 2 |\n/// why\n| 3 | 4 |\n"), @r"
    |a|b|
    > 1 | 2
    > 3 | 4
    ! 4:1-8 misplaced-note: a note cannot stand before a row
        help: put it before the table, or write `//` for a comment
    ");
}

#[test]
fn items_and_pieces_read_alike() {
    let text = include_str!("flagship.slac");
    assert_eq!(super::support::debug(text, usize::MAX), super::support::debug(text, 0));
}

#[test]
fn a_ruler_has_no_more_cells_than_the_head() {
    insta::assert_snapshot!(read("| a | b |\n|---|---|---|\n| 1 | 2 |\n\n| c | d |\n|---|\n| 3 | 4 |\n"), @r"
    |a|b|
    > 1 | 2
    |c|d|
    > 3 | 4
    ! 2:1-14 bad-table: this line of dashes has 3 cells, but the titles have 2 cells
        help: add the titles that are missing, or shorten the line of dashes
    ");
}
