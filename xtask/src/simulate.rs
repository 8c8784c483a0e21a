//! Random histories: in memory, or lived through by the endpoint's database as well.

use anyhow::{Result, ensure};

use crate::arguments::Database;
use crate::project::{Project, succeed};
use crate::test::{named, postgres::Server};

/// Where the endpoint's store is compared with the office in memory: a test, because it looks at what no program shows.
const COMPARED: &str = "the_database_lives_through_random_histories_as_the_office_in_memory_does";

/// Built as the endpoint is installed: thousands of histories in seconds, with a database in minutes.
pub fn simulate(project: &Project, told: &[String], database: Option<Database>) -> Result<()> {
    let mut cargo = project.cargo();
    let Some(database) = database else {
        cargo.args(["run", "--profile", "server", "--package", "simulation", "--"]);
        return succeed(cargo.args(told));
    };
    // Cargo would be content with no test at all.
    ensure!(named::find(project.root(), COMPARED)?.packages == ["endpoint"], "there is no test {COMPARED}");
    cargo.args(["test", "--profile", "server", "--package", "endpoint", "--lib", COMPARED]);
    cargo.args(["--", "--nocapture"]).env("TIWIZI_SIMULATE", told.join(" "));
    let server = match database {
        Database::Sqlite => None,
        Database::Postgresql => Some(Server::start(project)?),
    };
    match &server {
        Some(server) => server.give_to(&mut cargo)?,
        None => drop(cargo.env_remove("TIWIZI_TEST_DATABASE")),
    }
    succeed(&mut cargo)
}
