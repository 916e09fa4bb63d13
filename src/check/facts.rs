//! What a rule is given: the contract, and the answers that several rules ask for, each found once.

use super::commitments::{self, Holders};
use super::decided::{self, Decided};
use super::dependencies;
use super::ill_formed::{compensation_cycle, definition_cycle};
use super::ladders::{self, Pair};
use super::references::References;
use super::schedules::{self, Brackets};
use super::timing::{self, Timing};
use super::values::Blanks;
use super::{settlements, targets, tiers};
use crate::answers::exposure::ceilings::{self, Ceiling};
use crate::base::{Language, Name};
use crate::evaluate::words::Words;
use crate::model::{Commitment, Model};
use crate::time::Instant;
use rustc_hash::FxHashSet;
use std::sync::OnceLock;

/// A contract with what its rules share. An answer is found when a rule first asks for it.
pub struct Facts<'m> {
    /// The contract.
    pub model: &'m Model,
    holders: OnceLock<Holders<'m>>,
    binding_tiers: OnceLock<FxHashSet<&'m Name>>,
    binding: OnceLock<Vec<&'m Commitment>>,
    beside: OnceLock<Vec<Pair<'m>>>,
    targets: OnceLock<Vec<targets::Question<'m>>>,
    dependencies: OnceLock<Vec<dependencies::Question<'m>>>,
    brackets: OnceLock<Vec<Brackets<'m>>>,
    settled: OnceLock<Vec<settlements::Group<'m>>>,
    references: OnceLock<References<'m>>,
    decided: OnceLock<Vec<Decided<'m>>>,
    tiers: OnceLock<Vec<tiers::Group<'m>>>,
    exceptions: OnceLock<commitments::Exceptions<'m>>,
    blanks: OnceLock<Blanks<'m>>,
    timing: OnceLock<Timing<'m>>,
    ceilings: OnceLock<Vec<Ceiling>>,
}

impl<'m> Facts<'m> {
    /// Nothing but the contract yet.
    #[must_use]
    pub fn of(model: &'m Model) -> Self {
        Self {
            model,
            holders: OnceLock::new(),
            binding_tiers: OnceLock::new(),
            binding: OnceLock::new(),
            beside: OnceLock::new(),
            targets: OnceLock::new(),
            dependencies: OnceLock::new(),
            brackets: OnceLock::new(),
            settled: OnceLock::new(),
            references: OnceLock::new(),
            decided: OnceLock::new(),
            tiers: OnceLock::new(),
            exceptions: OnceLock::new(),
            blanks: OnceLock::new(),
            timing: OnceLock::new(),
            ceilings: OnceLock::new(),
        }
    }

    /// The limits on amounts, each with the most that can be owed under it.
    pub fn ceilings(&self) -> &[Ceiling] {
        // What is defined by itself has no value that could be supposed.
        let looks = || if self.computes_in_circles() { Vec::new() } else { ceilings::ceilings(self.model) };
        self.ceilings.get_or_init(looks)
    }

    /// Whether something is computed from itself.
    fn computes_in_circles(&self) -> bool {
        self.model.schedules.iter().any(compensation_cycle::reads_total)
            || !compensation_cycle::circles(self).is_empty()
            || !definition_cycle::circles(self).is_empty()
    }

    /// The values that are not agreed yet.
    pub fn blanks(&self) -> &Blanks<'m> {
        self.blanks.get_or_init(|| Blanks::of(self.model))
    }

    /// The services that are held to each tier.
    pub fn holders(&self) -> &Holders<'m> {
        self.holders.get_or_init(|| Holders::of(self.model))
    }

    /// The tiers that bind someone.
    pub fn binding_tiers(&self) -> &FxHashSet<&'m Name> {
        self.binding_tiers.get_or_init(|| commitments::binding_tiers(self.model, self.holders()))
    }

    /// Promises of tiers that bind someone, each once.
    pub fn binding(&self) -> impl Iterator<Item = &'m Commitment> {
        let found = self.binding.get_or_init(|| commitments::binding(self.model, self.binding_tiers()));
        found.iter().copied()
    }

    /// The same with what tiers inherit from tiers that bind someone too: beside what a tier says itself, a copy may be wrong where the
    /// original is not.
    pub fn bound(&self) -> impl Iterator<Item = &'m Commitment> {
        let bound = self.binding_tiers();
        commitments::promises(self.model).filter(move |commitment| bound.contains(commitment.tier.name()))
    }

    /// Every target that a commitment ever has: its own, and those that exceptions give it.
    pub fn asked(&self, commitment: &'m Commitment) -> Vec<commitments::Asked<'m>> {
        commitments::asked(commitment, self.exceptions.get_or_init(|| commitments::exceptions(self.model)))
    }

    /// Commitments of one tier on one indicator with a case that both are for.
    pub fn beside(&self) -> &[Pair<'m>] {
        self.beside.get_or_init(|| ladders::beside(self))
    }

    /// Every question that commitments answer, with what the kernel finds.
    pub fn targets(&self) -> &[targets::Question<'m>] {
        self.targets.get_or_init(|| targets::questions(self))
    }

    /// Every promised share of time of a service that depends on others.
    pub fn dependencies(&self) -> &[dependencies::Question<'m>] {
        self.dependencies.get_or_init(|| dependencies::questions(self.model))
    }

    /// Every table of brackets.
    pub fn brackets(&self) -> &[Brackets<'m>] {
        self.brackets.get_or_init(|| schedules::brackets(self.model))
    }

    /// Every amount, with the others that are settled with it.
    pub fn settled(&self) -> &[settlements::Group<'m>] {
        self.settled.get_or_init(|| settlements::groups(self.model))
    }

    /// Which term cites which.
    pub fn references(&self) -> &References<'m> {
        self.references.get_or_init(|| References::of(self.model))
    }

    /// Every dimension that follows from others and every figure that is a table.
    pub fn decided(&self) -> &[Decided<'m>] {
        self.decided.get_or_init(|| decided::all(self.model))
    }

    /// The tiers with a condition, by parties.
    pub fn tiers(&self) -> &[tiers::Group<'m>] {
        self.tiers.get_or_init(|| tiers::by_condition(self.model))
    }

    /// An instant in words: `Friday 29 October 2027 at 17:20`.
    pub fn on_day(&self, at: Instant) -> String {
        Words::of(self.model, Language::English).on_day(at)
    }

    /// What is due when, and what does not fit.
    pub fn timing(&self) -> &Timing<'m> {
        self.timing.get_or_init(|| timing::of(self))
    }
}
