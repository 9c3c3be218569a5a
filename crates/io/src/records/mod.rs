//! What is recorded, on disk while the run goes on.
//!
//! The one idea to know: a *stream* is a few arrays that grow together, cut into *parts* at fixed numbers of
//! records, never by threads or wall time. So the files of an interrupted and continued run are,
//! byte for byte, those of one that was not.
//!
//! ```text
//! records/index.json                     what the streams are (written at the beginning)
//! records/spikes-step-000000.npy         u64 [records]
//! records/spikes-neuron-000000.npy       u32 [records]
//! records/state-NAME-VAR-000000.npy      f64, or f32 in single precision [samples, neurons]
//! records/rate-NAME-count-000000.npy     u64 [bins]
//! ```
//!
//! Each part is an array that `numpy.load(..., mmap_mode="r")` opens. While the run is not finished, it is
//! called `.npy.part`. A checkpoint holds a [`StreamPosition`] of each stream: the number of its
//! records and a checksum of each part. [`RecordWriter::resume`] compares the files with these,
//! cuts off what was written later, and goes on.
//!
//! | type | what it does |
//! |---|---|
//! | [`Index`] | describes the streams, as a run's `records/index.json` |
//! | [`RecordWriter`] | writes all of them, tells positions, resumes at positions |
//! | [`RecordReader`] | reads them again, piece by piece or as a whole |

mod column_reader;
mod column_writer;
mod error;
mod index;
mod index_check;
mod index_fields;
mod index_file;
mod layout;
mod load;
mod position;
mod reader;
mod resume;
mod samples;
mod stream_reader;
mod stream_writer;
mod writer;

pub use column_reader::{Chunks, Numbers};
pub use error::RecordError;
pub use index::{ColumnIndex, DataType, Index, SPIKES, StreamIndex, StreamKind};
pub use position::StreamPosition;
pub use reader::{RecordReader, SpikeChunks};
pub(crate) use resume::{CheckedRecords, verify};
pub use stream_reader::StreamReader;
pub use writer::RecordWriter;

#[cfg(test)]
mod tests;
