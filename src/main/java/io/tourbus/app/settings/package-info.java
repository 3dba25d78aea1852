/** The settings that Tourbus starts with, where they come from, and the reasons why it does not start. */
package io.tourbus.app.settings;
