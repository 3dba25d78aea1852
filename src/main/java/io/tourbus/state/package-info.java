/** The state database, which keeps data from run to run: one repository for each kind of data. */
package io.tourbus.state;
