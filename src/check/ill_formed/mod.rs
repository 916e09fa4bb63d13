//! Rules about sentences that mean nothing.

