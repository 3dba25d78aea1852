/** What every source has in common: slices, the pages that answer them, and what can go wrong. */
package io.tourbus.source;
