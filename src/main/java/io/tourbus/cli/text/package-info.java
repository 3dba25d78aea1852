/** Text for the terminal: tables and reports. */
package io.tourbus.cli.text;
