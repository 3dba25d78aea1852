/** What is special to the Spotify Web API: its token, its pages, its refusals, and artists as it tells them. */
package io.tourbus.spotify;
