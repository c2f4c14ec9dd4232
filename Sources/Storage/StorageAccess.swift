/// What a process wants of a data directory.
package enum StorageAccess: Sendable {
    /// To be the one that writes.
    case writing
    /// To read beside that one, or to read a backup. Changes nothing in the files.
    case reading
}
