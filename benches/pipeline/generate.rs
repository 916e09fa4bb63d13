//! Sources of any size: contracts, and what other compilers read.

use std::fmt::Write as _;

const HEAD: &str = "\
edition 2026
use std.calendar.fr
use std.evidence
use std.indicator
use std.itil
use std.itil_p3
use std.cause
use std.clock

contract large \"A large contract\" {
  from       2026-01-01 until 2029-01-01
  timezone   \"Europe/Paris\"
  currency   EUR, rounded half_up, to 0.01 EUR, taxes excluded
  languages  fr, en, prevails fr
  precedence terms, texts
  clock      usual
  assessment usual_assessment
  delays     usual_delays
}
provider nord \"Nord SAS\"
customer acme \"ACME SA\"
observer vigie \"Vigie SARL\" {
  paid     acme
  replaced desk
}
calendar business fr\"Heures ouvrées\" en\"Office hours\" {
  open   mon..fri 08:00-18:00
  except public_holidays
}
role desk fr\"Centre de services\" en\"Service desk\" of nord during always
";

/// Commitments that one part of [`contract`] makes.
const A_PART: usize = 8;

/// A contract with at least this many commitments: services, each with a fee, a tier and two penalties.
pub fn contract(commitments: usize) -> String {
    let mut out = String::from(HEAD);
    for i in 0..commitments.div_ceil(A_PART) {
        write!(
            out,
            "
service service_{i} \"Service {i}\" {{
  by    nord
  at    tier_{i}
  means fr\"Le service numéro {i}, en production\" en\"Service number {i}, in production\"
}}
figure fee_{i} fr\"Redevance {i}\" en\"Fee {i}\" of service_{i} {{ is {fee} EUR per month }}

tier tier_{i} fr\"Niveaux du service {i}\" en\"Levels of service {i}\" {{
  measured by vigie
  obligation  result
  availability at least 99.{share} % each month during always
  latency at most {latency} ms each month during always

  | priority | response | restoration        | quota | sample | each  | during   |
  |----------|----------|--------------------|-------|--------|-------|----------|
  | p1       | 15 min   | 4 h                | 100 % | 1      | month | always   |
  | p2       | 30 min   | 8 h                | 95 %  | 20     | month | always   |
  | p3       | 4 h      | 5 days of business | 90 %  | 20     | month | business |
}}
penalty down_{i} fr\"Indisponibilité {i}\" en\"Downtime {i}\" on availability at tier_{i} {{
  basis fee_{i} of service_{i}

  | availability         | pays |
  |----------------------|------|
  | 99 % to < 99.{share} % | 5 %  |
  | < 99 %               | 25 % |
}}
penalty late_{i} fr\"Retard {i}\" en\"Late {i}\" on restoration at tier_{i} for p1 each incident {{
  pays 150 EUR per started h of excess
}}
",
            fee = 1_000 + i % 9_000,
            share = 5 + i % 5,
            latency = 200 + i,
        )
        .unwrap();
    }
    out.push_str(
        "
exclusion work fr\"Maintenance\" en\"Maintenance\" {
  when     sun 02:00-06:00
  suspends availability
  budget   8 h each month
  notice   5 days of business before work_began
  by       nord
}
settlement credits fr\"Règlement\" en\"Settlement\" {
  combine sum
  cap     50_000 EUR each month
  claim   automatic
  form    deduction
  nature  penalty
  damages on_account
  remedy  not_sole
}
",
    );
    out
}

/// The contract that `slac init` writes, under another name.
pub fn small(number: usize) -> String {
    include_str!("../../examples/init/saas-en.slac").replace("my_contract", &format!("contract_{number}"))
}

/// Cedar policies of at least this many bytes.
pub fn policies(bytes: usize) -> String {
    let mut out = String::new();
    for i in 0.. {
        if out.len() >= bytes {
            break;
        }
        write!(
            out,
            "@id(\"policy_{i}\")
permit (
  principal in Group::\"group_{}\",
  action in [Action::\"view\", Action::\"edit\"],
  resource in Folder::\"folder_{i}\"
) when {{
  resource.size <= {} && principal.level >= {} && (principal == resource.owner || resource.shared)
}} unless {{
  resource.tags.contains(\"closed_{i}\")
}};
",
            i % 97,
            1_000 + i,
            i % 9,
        )
        .unwrap();
    }
    out
}

/// The schema of [`policies`].
pub const SCHEMA: &str = "\
entity Group;
entity Folder;
entity User in [Group] = { level: Long };
entity Document in [Folder] = { size: Long, owner: User, shared: Bool, tags: Set<String> };
action view, edit appliesTo { principal: [User], resource: [Document] };
";

/// Prometheus rules of at least this many bytes.
pub fn alerts(bytes: usize) -> String {
    let mut out = String::from("groups:\n");
    for i in 0.. {
        if out.len() >= bytes {
            break;
        }
        write!(
            out,
            "- name: service_{i}
  rules:
  - record: service_{i}:availability:ratio_30d
    expr: sum(rate(http_requests_total{{service=\"s{i}\",code!~\"5..\"}}[30d])) / sum(rate(http_requests_total{{service=\"s{i}\"}}[30d]))
  - alert: Service{i}BudgetBurn
    expr: (1 - service_{i}:availability:ratio_30d) > 14.4 * (1 - 0.999{i}) and sum(rate(http_requests_total{{service=\"s{i}\"}}[1h])) > 10
    for: 5m
    labels:
      severity: page
    annotations:
      summary: The error budget of service {i} burns too fast
",
        )
        .unwrap();
    }
    out
}
