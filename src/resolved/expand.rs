//! Expands templates: `use name(param value, …)` makes the declarations of the template with its parameters replaced.

use super::ModuleId;
use super::from_syntax::{Resolver, arguments};
use super::loader::{standard, standard_names};
use super::rules::{TEMPLATE_CYCLE, UNBOUND_PARAMETER, UNKNOWN_TEMPLATE};
use super::substitute::Values;
use crate::base::{Name, suggest};
use crate::diagnostics::Finding;
use crate::syntax::ast::{Decl, Entry, Item, Use, UseTarget};

/// Templates may use templates this deep; a circle is found when it gets here.
const DEPTH: usize = 16;

/// Adds the declarations of one use of a template to `module`.
pub(super) fn instantiate(pass: &mut Resolver<'_>, module: ModuleId, used: &Use, depth: usize) {
    let UseTarget::Name(word) = &used.target else { return };
    let Some((home, template)) = find(pass, module, &word.name) else {
        let library = library_of(&word.name).map(|library| format!("add `use {library}`, which has it"));
        let names: Vec<Name> = pass.templates.keys().map(|(_, n)| n.clone()).collect();
        let near = suggest::nearest(&word.name, names.iter().map(Name::as_str));
        pass.sink.report(
            Finding::new(&UNKNOWN_TEMPLATE, word.span, format!("no template is called `{}`", word.name))
                .help_if(library.or(near.map(|n| format!("did you mean `{n}`?")))),
        );
        return;
    };
    if depth == DEPTH {
        pass.sink.report(
            Finding::new(&TEMPLATE_CYCLE, word.span, circle(pass, module, &word.name))
                .label(template.head, format!("template `{}`", word.name))
                .note("a template is written out where it is used, so one that uses itself never ends")
                .help("remove one of these `use`"),
        );
        return;
    }
    if !check(pass, used, &template) {
        return;
    }
    let mut values = Values { parameters: arguments(&used.arguments), ..Values::default() };
    for mut entry in template.body.unwrap_or_default() {
        values.entry(&mut entry);
        match entry {
            Entry::Decl(decl) => pass.declare(module, home, Item::Decl(decl)),
            Entry::Table(table) => pass.declare(module, home, Item::Table(table)),
            Entry::Use(inner) => instantiate(pass, module, &inner, depth + 1),
            // A template has no fields; the grammar leaves none behind.
            Entry::Sentence(_) => {}
        }
    }
}

/// How a template comes to use itself: `template `one` uses `two`, which uses `one` again`.
fn circle(pass: &Resolver<'_>, module: ModuleId, first: &Name) -> String {
    let used = |at: ModuleId, name: &Name| {
        let (home, template) = find(pass, at, name)?;
        let uses = template.body.unwrap_or_default().into_iter().filter_map(|entry| match entry {
            Entry::Use(Use { target: UseTarget::Name(word), .. }) => Some(word.name),
            _ => None,
        });
        Some((home, uses.collect::<Vec<_>>()))
    };
    // The ways from it to others, the shortest first.
    let mut ways: Vec<(ModuleId, Vec<Name>)> = vec![(module, vec![first.clone()])];
    let mut at = 0;
    while let Some((home, way)) = ways.get(at).cloned() {
        let last = way.last().unwrap_or(first);
        let (home, uses) = used(home, last).unwrap_or((home, Vec::new()));
        for next in uses {
            if next == *first {
                let between: Vec<String> = way.iter().skip(1).map(|name| format!(" `{name}`, which uses")).collect();
                let again = if between.is_empty() { "itself".to_owned() } else { format!(" `{first}` again") };
                return format!(
                    "template `{first}` uses{}{}{again}",
                    between.concat(),
                    if between.is_empty() { " " } else { "" }
                );
            }
            if ways.len() < DEPTH && ways.iter().all(|(_, known)| known.last() != Some(&next)) {
                ways.push((home, way.iter().cloned().chain([next]).collect()));
            }
        }
        at += 1;
    }
    format!("template `{first}` uses itself in the end")
}

/// The template of this name: of the module itself, of what it uses, or of any module by its full name.
fn find(pass: &Resolver<'_>, module: ModuleId, name: &str) -> Option<(ModuleId, Decl)> {
    let (prefix, last) = name.rsplit_once('.').unwrap_or(("", name));
    let here = pass.templates.get(&(module, Name::from(last))).map(|t| (module, t));
    let fits = |id: ModuleId| {
        let full = pass.module_name(id);
        prefix.is_empty() || full == prefix || full.rsplit('.').next() == Some(prefix)
    };
    here.filter(|_| prefix.is_empty())
        .or_else(|| pass.templates.iter().find(|((id, n), _)| n == last && fits(*id)).map(|((id, _), t)| (*id, t)))
        .map(|(id, t)| (id, t.clone()))
}

/// The module of the standard library that has a template.
fn library_of(template: &str) -> Option<&'static str> {
    let head = format!("template {template}(");
    let has = |name: &&str| standard(name).is_some_and(|text| text.lines().any(|line| line.starts_with(&head)));
    standard_names().find(has)
}

/// Every parameter gets one value, and every value goes to a parameter.
fn check(pass: &mut Resolver<'_>, used: &Use, template: &Decl) -> bool {
    let mut fine = true;
    for param in &template.params {
        if !used.arguments.iter().any(|a| a.word.name == param.name.name && !a.values.is_empty()) {
            fine = false;
            pass.sink.report(
                Finding::new(&UNBOUND_PARAMETER, used.span, format!("nothing is given for `{}`", param.name.name))
                    .label(param.name.span, format!("the template asks for `{}`", param.name.name))
                    .help(format!("write `{}` and its value between the parentheses", param.name.name)),
            );
        }
    }
    for (i, argument) in used.arguments.iter().enumerate() {
        let name = &argument.word.name;
        let known = template.params.iter().any(|p| p.name.name == *name);
        let repeated = used.arguments.iter().take(i).any(|a| a.word.name == *name);
        if known && !repeated {
            continue;
        }
        fine = false;
        let near = suggest::nearest(name, template.params.iter().map(|p| p.name.name.as_str()));
        let finding = if repeated {
            Finding::new(&UNBOUND_PARAMETER, argument.span, format!("parameter `{name}` gets two values"))
        } else {
            Finding::new(&UNBOUND_PARAMETER, argument.word.span, format!("the template has no parameter `{name}`"))
                .label(template.head, "this is the template")
        };
        pass.sink.report(finding.help_if(near.filter(|_| !repeated).map(|n| format!("did you mean `{n}`?"))));
    }
    fine
}
