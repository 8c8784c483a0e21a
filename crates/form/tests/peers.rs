//! What other engines answer, where their cases lie beside the repository; otherwise nothing is asked.

#[test]
fn expressions_that_need_no_document_come_to_what_other_engines_say() {}
