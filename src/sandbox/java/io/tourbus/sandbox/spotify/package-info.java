/** A simulated Spotify Web API. */
package io.tourbus.sandbox.spotify;
