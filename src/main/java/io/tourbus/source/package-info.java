/** What every source has in common; its subpackages hold pages, slices, limits and errors. */
package io.tourbus.source;
