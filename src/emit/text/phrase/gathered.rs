//! What is gathered, in words: numbers, sums, means, shares, quantiles.

use super::{Article, Noun, Phrases};
use crate::model::{Aggregate, CommitmentRef, Expr, Id, State, Subject, Window};
use crate::quantity::{Rational, format};

impl Phrases<'_> {
    /// `des cas « Incident » qui se trouvent à la fin de la période dans l’état « Ouvert »`
    fn in_state(&self, state: &Id<State>) -> String {
        let of = self.model.states.get(state).map(|state| &state.of);
        let record = match of {
            Some(Subject::Record(record)) => self.name(record.as_str()),
            _ => String::new(),
        };
        let state = self.name(state.as_str());
        match self.is_french() {
            true => format!("des cas {record} qui, à la fin de la période, se trouvent dans l’état {state}"),
            false => format!("of the cases {record} that, at the end of the period, are in the state {state}"),
        }
    }

    pub(super) fn aggregate(
        &self,
        function: Aggregate,
        of: &Expr,
        filter: Option<&Expr>,
        over: Option<&Window>,
    ) -> Noun {
        // `count of breaches of X` counts once.
        if let (
            Aggregate::Count,
            Expr::Aggregate {
                function: counted @ (Aggregate::Breaches | Aggregate::Objectives),
                of: inner,
                filter: None,
                over: None,
            },
        ) = (function, of)
        {
            return self.aggregate(*counted, inner, filter, over);
        }
        let what = match of {
            // The number is that of the commitments of a level.
            Expr::Commitment(CommitmentRef { objective: None, indicator: None, tier: Some(tier), scope })
                if function == Aggregate::Objectives && scope.is_all() =>
            {
                format!("{} {}", self.either("du niveau", "under the level"), self.name(tier.as_str()))
            }
            Expr::State(state) if function == Aggregate::Count => self.in_state(state),
            Expr::Commitment(wanted) if function == Aggregate::Breaches && wanted.is_all_of_a_tier() => {
                let of = self.commitments(wanted);
                match self.is_french() {
                    true => format!("{} (chaque engagement étant compté séparément)", of.to()),
                    false => format!("{} (each commitment counted separately)", of.of()),
                }
            }
            _ => self.all_gathered(of).of(),
        };
        let (article, name) = match function {
            Aggregate::Share => (Article::La, self.either("part", "share").to_owned()),
            Aggregate::Mean => (Article::La, self.either("moyenne", "mean").to_owned()),
            Aggregate::Sum => (Article::La, self.either("somme", "sum").to_owned()),
            Aggregate::Count => (Article::Le, self.either("nombre", "number").to_owned()),
            Aggregate::Min => (Article::Le, self.either("minimum", "least").to_owned()),
            Aggregate::Max => (Article::Le, self.either("maximum", "greatest").to_owned()),
            Aggregate::Quantile(500) => {
                (Article::La, self.either("médiane (au rang le plus proche)", "median (nearest rank)").to_owned())
            }
            Aggregate::Quantile(thousandths) => (Article::Le, self.quantile(thousandths)),
            Aggregate::Breaches => (Article::Le, self.number_of_breaches(of).to_owned()),
            Aggregate::Objectives => (
                Article::Le,
                self.either(
                    "nombre des engagements donnant lieu à appréciation au titre",
                    "number of commitments that give rise to an assessment",
                )
                .to_owned(),
            ),
        };
        // A condition on one of several stands between brackets, behind the window: what follows is no part of it.
        if let (Expr::Each { among, .. }, Some(filter)) = (of, filter) {
            let over = over.map(|window| format!(", {},", self.over(window))).unwrap_or_default();
            let (which, filter) = (self.among_which(among), self.condition(filter));
            return self.noun(article, format!("{name}{over} {what} {which} ({filter})"));
        }
        let mut text = format!("{name} {what}");
        if let Some(filter) = filter {
            let inner = match of {
                Expr::Records(record) => Some(self.about(record)),
                _ => None,
            };
            let which = match (of, self.is_french()) {
                (Expr::Records(_), true) => "pour lesquels",
                (Expr::Records(_), false) => "for which",
                (_, true) => "lorsque",
                (_, false) => "where",
            };
            text.push_str(&format!(" {which} {}", inner.as_ref().unwrap_or(self).condition(filter)));
        }
        if let Some(window) = over {
            text.push_str(&format!(" {}", self.over(window)));
            if function == Aggregate::Breaches {
                text.push_str(self.those_assessed(window));
            }
        }
        self.noun(article, text)
    }

    fn quantile(&self, thousandths: u16) -> String {
        let rank = if thousandths.is_multiple_of(10) {
            format::ordinal(u32::from(thousandths / 10), self.language)
        } else {
            let percent = Rational::new(i64::from(thousandths), 10).unwrap_or_default();
            format!("{}{}", format::number(&percent, self.language), self.either("e", "th"))
        };
        format!("{rank} {}", self.either("centile (au rang le plus proche)", "percentile (nearest rank)"))
    }
}
