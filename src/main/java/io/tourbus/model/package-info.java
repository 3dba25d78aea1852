/** The data that Tourbus delivers: artists, tracks, venues and concerts as records, and their encoding as JSON lines. */
package io.tourbus.model;
