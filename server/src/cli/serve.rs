//! Serving the site until it is told to stop: no new connections, what runs may finish, leases and the log are in order.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use leptos::config::LeptosOptions;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::front_door::listening::listen;
use crate::front_door::{self, House, HouseSettings, Patience};
use crate::settings::Settings;
use crate::startup;

/// Longest wait for requests that run when the server is told to stop (T68).
const FAREWELL: Duration = Duration::from_secs(10);

/// Serves until SIGTERM or Ctrl-C.
pub(super) async fn serve(settings: &Settings) -> anyhow::Result<ExitCode> {
    let market = startup::market(settings).await?;
    services::upkeep::arrange(&market).await?;
    let house = House {
        market: market.clone(),
        settings: Arc::new(HouseSettings::of(settings)),
        leptos: leptos_options(settings),
        stylesheet: stylesheet(settings).into(),
    };
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("listen: {}", settings.listen))?;
    let (stop, stopped) = watch::channel(false);
    let workers = [
        tokio::spawn(services::search::build(market.clone(), stopped.clone())),
        tokio::spawn(services::search::missed::run(market.clone(), stopped.clone())),
        tokio::spawn(services::jobs::run(market.clone(), stopped.clone())),
        tokio::spawn(services::post::run(market.clone(), stopped.clone())),
    ];
    let listening = listener.local_addr().context("listen")?;
    tracing::info!(address = %settings.public_base_url, %listening, "serving");
    let mut stopping = stopped.clone();
    let stopping = async move {
        // An error means the sender is gone, and with it the server.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let server = listen(listener, front_door::router(house), Patience::USUAL, stopping);
    let server = tokio::spawn(server);
    signal().await;
    tracing::info!("stopping");
    stop.send_replace(true);
    let served = tokio::time::timeout(FAREWELL, server).await;
    for worker in workers {
        worker.await.context("a worker panicked")?;
    }
    market.db.clone().close().await?;
    if let Ok(outcome) = served {
        outcome.context("the server panicked")?;
    }
    Ok(ExitCode::SUCCESS)
}

async fn signal() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::error!(%error, "SIGTERM cannot be heard");
            return std::future::pending().await;
        }
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// What Leptos needs to name the files of the front end.
fn leptos_options(settings: &Settings) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("reelstock")
        .site_root(settings.site_root.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(settings.listen)
        .hash_files(hashes().is_some())
        .build()
}

/// The stylesheet's path: with its hash where the build wrote one.
fn stylesheet(settings: &Settings) -> String {
    let hash = hashes().and_then(|text| {
        text.lines()
            .find_map(|line| Some(line.split_once("css:")?.1.trim().to_owned()))
    });
    match hash {
        Some(hash) => format!("/pkg/reelstock.{hash}.css"),
        None => {
            tracing::warn!(site_root = %settings.site_root.display(), "the front end has no hashed names");
            "/pkg/reelstock.css".to_owned()
        }
    }
}

/// What cargo-leptos writes beside the server: the hashes in the names of the front end's files.
fn hashes() -> Option<String> {
    std::fs::read_to_string(std::env::current_exe().ok()?.parent()?.join("hash.txt")).ok()
}
