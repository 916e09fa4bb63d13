//! Rules about questions with two answers.

