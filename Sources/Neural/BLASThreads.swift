internal import COpenBLAS

/// How many threads BLAS may use: one setting for the whole process.
///
/// Short work on many matrices wants one; the inverse of a large one wants all there are.
package enum BLASThreads {
    package static var count: Int {
        get { Int(openblas_get_num_threads()) }
        set { openblas_set_num_threads(Int32(max(1, newValue))) }
    }
}
