//! Parts of amounts: a percentage that multiplies.

use super::{Noun, Phrases};
use crate::model::{Expr, Operator};

impl Phrases<'_> {
    /// A percentage that multiplies is a part: `5 % du montant`, `1 % du produit de 0,25 par le montant`.
    pub(super) fn part_of(&self, left: &Expr, right: &Expr) -> Option<Noun> {
        let is_share = |expr: &Expr| matches!(expr, Expr::Quantity(q) if q.unit == "%");
        let is_number = |expr: &Expr| matches!(expr, Expr::Quantity(_));
        let (share, of) = match left {
            _ if is_number(right) => return None,
            share if is_share(share) => (share, self.prose(right)),
            Expr::Binary { op: Operator::Of, left: share, right: number } if is_share(share) && is_number(number) => {
                let product = Expr::Binary { op: Operator::Mul, left: number.clone(), right: Box::new(right.clone()) };
                (share.as_ref(), self.prose(&product))
            }
            _ => return None,
        };
        Some(self.bare(format!("{} {}", self.operand(share), of.of())))
    }
}
