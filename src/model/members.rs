//! What is gathered one by one: the instances of a service, the results of commitments, periods.

use super::{CommitmentRef, Id, Service, Window};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Things of which each has a value of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Members {
    /// The instances of a service: `instances of site`.
    Instances(Id<Service>),
    /// What commitments came to, each in each of its periods or cases: `points[kpis]`.
    Results(CommitmentRef),
    /// The periods of a window: `month`.
    Periods(Window),
}
