#include "database.hpp"

#include <aitb/error.hpp>

namespace aitb::sqlite {
namespace {

std::string uri(const std::filesystem::path& file, std::string_view query) {
  std::string text = "file:";
  for (const char c : file.string()) {
    if (c == '?' || c == '#' || c == '%') {
      constexpr char hex[] = "0123456789abcdef";
      text += {'%', hex[(c >> 4) & 15], hex[c & 15]};
    } else {
      text.push_back(c);
    }
  }
  return text.append(query);
}

}  // namespace

Database::Database(std::filesystem::path file, Mode mode) : file_(std::move(file)) {
  const auto open = [&](int flags, std::string_view query) {
    sqlite3* raw = nullptr;
    const int result = sqlite3_open_v2(uri(file_, query).c_str(), &raw,
                                       flags | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nullptr);
    handle_.reset(raw);
    // The file itself is only touched by the first statement.
    return result == SQLITE_OK &&
           sqlite3_exec(raw, "SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) == SQLITE_OK;
  };
  bool opened = false;
  switch (mode) {
    case Mode::create:
      opened = open(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "");
      break;
    case Mode::change:
      opened = open(SQLITE_OPEN_READWRITE, "");
      break;
    case Mode::read:
      // Write-ahead logging makes side files, which only a connection that may write can tidy up at its end.
      // A read-only file or folder gets none and needs none.
      opened = open(SQLITE_OPEN_READWRITE, "") || open(SQLITE_OPEN_READONLY, "") ||
               open(SQLITE_OPEN_READONLY, "?immutable=1");
      if (opened) sqlite3_exec(handle_.get(), "PRAGMA query_only=1", nullptr, nullptr, nullptr);
      break;
  }
  if (!opened) fail("opening it");
  sqlite3_busy_timeout(handle_.get(), 10'000);
}

void Database::fail(std::string_view attempted) const {
  std::string text = "database " + file_.string() + ": ";
  text.append(attempted).append(" failed: ");
  text += handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory";
  text += "; check the path, its permissions and the free space";
  throw Error(ErrorKind::internal, text);
}

void Database::execute(const std::string& sql) {
  if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    fail(sql.substr(0, sql.find('(')));
}

std::int64_t Database::integer(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.cell(0).integer : 0;
}

std::size_t Database::changes() noexcept {
  return static_cast<std::size_t>(sqlite3_changes64(handle_.get()));
}

Statement::Statement(Database& database, const std::string& sql) : database_(database) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v3(database.handle(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr) !=
      SQLITE_OK)
    database.fail("preparing " + sql.substr(0, sql.find('(')));
  statement_.reset(raw);
}

void Statement::bind(int position, const Cell& cell) {
  sqlite3_stmt* statement = statement_.get();
  int result = SQLITE_OK;
  switch (cell.kind) {
    case Cell::Kind::null:
      result = sqlite3_bind_null(statement, position);
      break;
    case Cell::Kind::integer:
      result = sqlite3_bind_int64(statement, position, cell.integer);
      break;
    case Cell::Kind::real:
      result = sqlite3_bind_double(statement, position, cell.real);
      break;
    case Cell::Kind::text:
      result = sqlite3_bind_text64(statement, position, cell.bytes.data(), cell.bytes.size(), SQLITE_STATIC,
                                   SQLITE_UTF8);
      break;
    case Cell::Kind::blob:
      result = sqlite3_bind_blob64(statement, position, cell.bytes.data(), cell.bytes.size(), SQLITE_STATIC);
      break;
  }
  if (result != SQLITE_OK) database_.fail("binding a value");
}

void Statement::run() {
  if (sqlite3_step(statement_.get()) != SQLITE_DONE) database_.fail("writing a row");
  sqlite3_reset(statement_.get());
}

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result != SQLITE_DONE) database_.fail("reading a row");
  sqlite3_reset(statement_.get());
  return false;
}

Cell Statement::cell(int column) noexcept {
  sqlite3_stmt* statement = statement_.get();
  const auto bytes = [&](const void* data) {
    return std::string_view(static_cast<const char*>(data),
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_INTEGER:
      return Cell::of(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return Cell::of_real(sqlite3_column_double(statement, column));
    case SQLITE_TEXT:
      return Cell::of_text(bytes(sqlite3_column_text(statement, column)));
    case SQLITE_BLOB:
      return Cell::of_blob(bytes(sqlite3_column_blob(statement, column)));
    default:
      return {};
  }
}

}  // namespace aitb::sqlite
