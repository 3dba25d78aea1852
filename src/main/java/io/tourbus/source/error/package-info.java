/** Errors of sources, grouped by their effect on a run. */
package io.tourbus.source.error;
