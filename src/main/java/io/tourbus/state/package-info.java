/** What Tourbus remembers from run to run: one repository per kind of data. */
package io.tourbus.state;
