/** The command line. */
package io.tourbus.cli;
