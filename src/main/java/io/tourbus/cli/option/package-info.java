/** Options that several commands have, and the words that the shell completes. */
package io.tourbus.cli.option;
