package io.millwright.etl;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A record of a log or of metadata: accepted, with its fields as text in the order of its plan (times as milliseconds since
 * the epoch), or rejected with a reason. A bean.
 */
public final class LogRecord implements Serializable {

    private String source = "";
    private String file = "";
    private String raw = "";
    private @Nullable String reason;
    private @Nullable String equipmentId;
    private @Nullable Long eventMs;
    private @Nullable Long knownMs;
    private @Nullable String[] fields = new String[0];

    static LogRecord of(String source, String file, String raw) {
        LogRecord logged = new LogRecord();
        logged.source = source;
        logged.file = file;
        logged.raw = raw;
        return logged;
    }

    LogRecord rejectedFor(String why) {
        reason = why;
        return this;
    }

    public String getSource() {
        return source;
    }

    public void setSource(String source) {
        this.source = source;
    }

    public String getFile() {
        return file;
    }

    public void setFile(String file) {
        this.file = file;
    }

    public String getRaw() {
        return raw;
    }

    public void setRaw(String raw) {
        this.raw = raw;
    }

    /** Null where accepted. */
    public @Nullable String getReason() {
        return reason;
    }

    public void setReason(@Nullable String reason) {
        this.reason = reason;
    }

    public @Nullable String getEquipmentId() {
        return equipmentId;
    }

    public void setEquipmentId(@Nullable String equipmentId) {
        this.equipmentId = equipmentId;
    }

    public @Nullable Long getEventMs() {
        return eventMs;
    }

    public void setEventMs(@Nullable Long eventMs) {
        this.eventMs = eventMs;
    }

    public @Nullable Long getKnownMs() {
        return knownMs;
    }

    public void setKnownMs(@Nullable Long knownMs) {
        this.knownMs = knownMs;
    }

    public @Nullable String[] getFields() {
        return fields;
    }

    public void setFields(@Nullable String[] fields) {
        this.fields = fields;
    }
}
