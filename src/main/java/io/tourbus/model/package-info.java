/**
 * What Tourbus delivers: artists, tracks, venues and concerts as records, and the lines that carry them to the
 * sinks.
 */
package io.tourbus.model;
