/** The Spotify Web API as a source: token, capabilities, plan, paging, and normalisation of artists and tracks. */
package io.tourbus.spotify;
