//! Between the network and the router: who is let in, how long a visitor may take to ask, and how the house closes.
//!
//! A connection that drips a byte now and then costs its sender nothing and holds a place here. So each may take only
//! so long for the head of a request (the body has its own limits, see [`super::bodies`]), and there are only so many
//! places: who comes later waits in the queue of the system until one is free (T71).

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::serve::Listener;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tower::ServiceExt;

use super::Patience;

/// Serves until `stop`: then nobody new is let in, and who has asked is answered before this returns.
pub async fn listen(
    mut listener: TcpListener,
    router: Router,
    patience: Patience,
    stop: impl Future<Output = ()>,
) {
    let mut protocol = http1::Builder::new();
    protocol
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head);
    let places = Arc::new(Semaphore::new(patience.places));
    let open = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let arrival = async {
            // The semaphore is never closed: an error would mean that nobody counts, which keeps nobody out.
            let place = places.clone().acquire_owned().await.ok();
            // The trait's way waits and goes on where the plain one fails, as with too many open files.
            (Listener::accept(&mut listener).await, place)
        };
        let ((stream, address), place) = tokio::select! {
            () = &mut stop => break,
            arrival = arrival => arrival,
        };
        let router = router.clone();
        let service =
            service_fn(move |request: Request<Incoming>| router.clone().oneshot(request.map(Body::new)));
        let connection = open.watch(protocol.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%address, %error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    open.shutdown().await;
}
