/** The Spotify source: access token, permissions of the app, plan, paging, and conversion of artists and tracks to records. */
package io.tourbus.spotify;
