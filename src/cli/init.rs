//! `slac init`: a contract to start from, beside a project file.

use super::console::{Console, Stream};
use super::failure::{Failure, Outcome, Status};
use super::files::FileSet;
use super::project::FILE_NAME;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

const AFTER_HELP: &str = "\
Examples:
  slac init                            managed services, in French and English
  slac init --template saas-en         a SaaS contract in English
  slac init --template backup-fr       backup and disaster recovery, in French";

/// The name of the contract that is written.
const CONTRACT: &str = "contract.slac";

#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Init {
    /// What the contract is about
    #[arg(long, value_enum, value_name = "NAME", default_value_t)]
    template: Template,
    /// Overwrite files that exist
    #[arg(long)]
    force: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Template {
    /// Infogérance: a provider operates a customer's systems
    #[default]
    InfogeranceFr,
    /// Software as a service
    SaasEn,
    /// Sauvegarde et reprise d'activité
    BackupFr,
}

impl Template {
    fn contract(self) -> &'static str {
        match self {
            Self::InfogeranceFr => include_str!("../../examples/init/infogerance-fr.slac"),
            Self::SaasEn => include_str!("../../examples/init/saas-en.slac"),
            Self::BackupFr => include_str!("../../examples/init/backup-fr.slac"),
        }
    }

    fn languages(self) -> &'static str {
        match self {
            Self::SaasEn => r#""en""#,
            Self::InfogeranceFr | Self::BackupFr => r#""fr""#,
        }
    }

    fn project(self) -> String {
        format!(
            "[project]\ncontracts = [\"{CONTRACT}\"]\nlanguages = [{}]\ndeny      = []           # rules, families such as \"void\", or \"warnings\"\n\n\
             [exports]\ntext  = \"out\"\nrules = \"out/rules.json\"\n",
            self.languages()
        )
    }
}

impl Init {
    pub(super) fn run(self, console: Console) -> Outcome {
        let mut files = FileSet::default();
        files.add(PathBuf::from(CONTRACT), self.template.contract().to_string())?;
        files.add(PathBuf::from(FILE_NAME), self.template.project())?;
        let existing: Vec<&Path> = files.paths().filter(|path| path.symlink_metadata().is_ok()).collect();
        if !self.force && !existing.is_empty() {
            let names = existing.iter().map(|p| format!("`{}`", p.display())).collect::<Vec<_>>().join(" and ");
            let verb = if existing.len() == 1 { "exists" } else { "exist" };
            return Err(
                Failure::new(format!("{names} {verb} already")).help("run it in an empty folder, or add `--force`")
            );
        }
        files.write()?;
        console.write(
            Stream::Out,
            &format!("wrote {CONTRACT} and {FILE_NAME}\nnext: slac check, slac build, slac export rules\n"),
        )?;
        Ok(Status::Clean)
    }
}
